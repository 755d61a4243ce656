package dev.invoices.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.payment.Fence;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.PaymentGateway;
import dev.invoices.payment.Receipt;
import dev.invoices.payment.ledger.InterruptedPayment;
import dev.invoices.testkit.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a ledger does when its file is moved or replaced, and when many payments come at once. */
@Timeout(60)
class LedgerTest extends LedgerFixture {

  @Test
  void theLedger_hasAWriteAheadLog() throws Exception {
    gateway(NOON).pay(payment("INV-1/1", "a", "1.00"));

    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet mode = statement.executeQuery("PRAGMA journal_mode")) {
      assertThat(mode.getString(1)).isEqualTo("wal");
    }
  }

  /** SQLite's FULL (2): a payment is confirmed only once a power failure cannot undo it. */
  @Test
  void aPaymentAndAFence_areForcedToTheDisk_alsoBesideWorkThatIsNot() throws Exception {
    execute("CREATE TABLE seen (what TEXT, synchronous INTEGER)");
    String see = " BEGIN INSERT INTO seen SELECT NEW.%s, synchronous FROM pragma_synchronous; END";
    execute("CREATE TRIGGER p AFTER INSERT ON payments" + see.formatted("idempotency_key"));
    execute("CREATE TRIGGER f AFTER INSERT ON fences" + see.formatted("invoice_id"));

    gateway(NOON).pay(payment("INV-1/1", "a", "1.00"));
    gateway(NOON).find(List.of(), Optional.of(new Fence("INV-2", Optional.empty(), NOON)));
    for (FutureTask<Receipt> call :
        together(
            List.of(
                () -> ledger.transact(work -> new Receipt("R", NOON, false), Duration.ofMinutes(1)),
                () -> gateway(NOON).pay(payment("INV-3/1", "a", "1.00"))))) {
      call.get();
    }

    assertThat(rows("SELECT * FROM seen")).containsExactly("INV-1/1|2", "INV-2|2", "INV-3/1|2");
  }

  @Test
  void aDirectory_isNoLedger() {
    assertThatThrownBy(() -> SqliteLedger.open(folder, NAMESPACE))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("it is a directory, not a file");
  }

  @Test
  void aLedgerThatIsReplacedByACopy_getsTheNextPayment() throws Exception {
    Path other = copyWith(payment("INV-2/1", "b", "2.00"));
    gateway(NOON).pay(payment("INV-1/1", "a", "1.00"));

    move(other, file);
    gateway(NOON).pay(payment("INV-1/2", "a", "1.00"));

    assertThat(keys()).containsExactly("INV-1/2", "INV-2/1");
  }

  @Test
  void aLedgerThatIsPutBack_hasAllThatWasPaid() throws Exception {
    gateway(NOON).pay(payment("INV-1/1", "a", "1.00"));
    Path away = folder.resolve("away.db");
    move(file, away);
    assertThat(pays("INV-1/2")).isFalse();

    move(away, file);
    gateway(NOON).pay(payment("INV-1/2", "a", "1.00"));

    assertThat(keys()).containsExactly("INV-1/1", "INV-1/2");
  }

  @Test
  void aLedgerThatVanishesDuringAPayment_isATransientErrorAndNothingIsWritten() throws Exception {
    Path away = folder.resolve("away.db");

    assertThatThrownBy(() -> payWhileMoving(file, away))
        .isInstanceOf(LedgerException.class)
        .hasMessageEndingWith("the file was removed or replaced during the payment");

    assertThat(file).doesNotExist();
    file = away;
    assertThat(keys()).isEmpty();
  }

  @Test
  void aLedgerThatIsReplacedByACopyDuringAPayment_getsItAtTheNextTry() throws Exception {
    Path other = copyWith(payment("INV-2/1", "b", "2.00"));
    assertThatThrownBy(() -> payWhileMoving(other, file)).isInstanceOf(LedgerException.class);

    gateway(NOON).pay(payment("INV-1/1", "a", "1.00"));

    assertThat(keys()).containsExactly("INV-1/1", "INV-2/1");
  }

  /** Pays line 1 of INV-1 while the file is moved. */
  private Receipt payWhileMoving(Path from, Path to) {
    return ledger.transact(
        connection -> {
          Receipt receipt = new Receipt("R-1", NOON, false);
          InterruptedPayment.insert(connection, payment("INV-1/1", "a", "1.00"), receipt);
          move(from, to);
          return receipt;
        });
  }

  /** A copy of the ledger as it is now, with one more payment. */
  private Path copyWith(Payment payment) throws Exception {
    Path other = folder.resolve("other.db");
    Files.copy(file, other);
    new SandboxPaymentGateway(
            SqliteLedger.open(other, NAMESPACE), Optional.empty(), Clock.systemUTC())
        .pay(payment);
    return other;
  }

  @Test
  void onePaymentFromManyThreadsAtOnce_isRecordedOnce() throws Exception {
    List<Callable<Receipt>> calls = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      calls.add(() -> gateway(NOON).pay(payment("INV-1/1", "a", "1.00")));
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Receipt> receipts = new ArrayList<>();
    for (Future<Receipt> call : threads.invokeAll(calls, 60, TimeUnit.SECONDS)) {
      receipts.add(call.get());
    }
    threads.shutdownNow();

    assertThat(receipts).hasSize(24).containsOnly(receipts.get(0));
    assertThat(keys()).hasSize(1);
  }

  @Test
  void manyPaymentsAtOnce_eachHasItsTurn() throws Exception {
    List<Callable<Receipt>> calls = new ArrayList<>();
    for (int line = 1; line <= 400; line++) {
      Payment payment = payment("INV-1/" + line, "a", "1.00");
      calls.add(() -> gateway(NOON).pay(payment));
    }
    ExecutorService threads = Executors.newFixedThreadPool(32);
    for (Future<Receipt> call : threads.invokeAll(calls, 60, TimeUnit.SECONDS)) {
      call.get();
    }
    threads.shutdownNow();

    assertThat(keys()).hasSize(400);
  }

  @Test
  void oneOfTheWaitingPaymentsIsDeclined_andHindersNoOther() throws Exception {
    gateway(NOON).pay(payment("INV-1/2", "a", "1.00"));

    List<FutureTask<Receipt>> calls =
        payTogether(
            gateway(NOON),
            payment("INV-1/1", "a", "1.00"),
            payment("INV-1/2", "a", "999.00"),
            payment("INV-1/3", "a", "1.00"));

    assertThatThrownBy(calls.get(1)::get).hasCauseInstanceOf(PaymentDeclinedException.class);
    assertThat(calls.get(0).get()).isNotEqualTo(calls.get(2).get());
    assertThat(keys()).containsExactly("INV-1/1", "INV-1/2", "INV-1/3");
  }

  @Test
  void oneOfTheWaitingPaymentsCannotBeWritten_andHindersNoOther() throws Exception {
    store.refuseLine2();

    List<FutureTask<Receipt>> calls =
        payTogether(
            gateway(NOON),
            payment("INV-1/1", "a", "1.00"),
            payment("INV-1/2", "a", "1.00"),
            payment("INV-1/3", "a", "1.00"));

    assertThatThrownBy(calls.get(1)::get).hasCauseInstanceOf(LedgerException.class);
    assertThat(calls.get(0).get()).isNotEqualTo(calls.get(2).get());
    assertThat(keys()).containsExactly("INV-1/1", "INV-1/3");
  }

  @Test
  void paymentsThatWaitTogether_spendTheMoneyOnce() throws Exception {
    List<FutureTask<Receipt>> calls =
        payTogether(
            gatewayWithBalance("10.00"),
            payment("INV-1/1", "a", "6.00"),
            payment("INV-1/2", "a", "6.00"));

    calls.get(0).get();
    assertThatThrownBy(calls.get(1)::get)
        .hasRootCauseMessage("insufficient funds: USD 6.00 needed, USD 4.00 left");
    assertThat(keys()).containsExactly("INV-1/1");
  }

  @Test
  void aTransactionThatFails_failsForAllThatWaitedTogether() throws Exception {
    Path away = folder.resolve("away.db");

    List<FutureTask<Receipt>> calls =
        together(
            List.of(
                () -> gateway(NOON).pay(payment("INV-1/2", "a", "1.00")),
                () -> payWhileMoving(file, away),
                () -> gatewayWithBalance("0").pay(payment("INV-1/3", "a", "1.00"))));

    for (FutureTask<Receipt> call : calls) {
      assertThatThrownBy(call::get).hasCauseInstanceOf(LedgerException.class);
    }
    file = away;
    assertThat(keys()).isEmpty();
  }

  private List<FutureTask<Receipt>> payTogether(PaymentGateway gateway, Payment... payments)
      throws Exception {
    return together(
        Stream.of(payments).<Callable<Receipt>>map(payment -> () -> gateway.pay(payment)).toList());
  }

  /** Lets calls begin, in this order, while the ledger is busy, so that they come next together. */
  private List<FutureTask<Receipt>> together(List<Callable<Receipt>> calls) throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    List<FutureTask<Receipt>> tasks = new ArrayList<>();
    startAndAwaitItsWaiting(new FutureTask<>(() -> ledger.transact(work -> awaitQuietly(busy))));
    for (Callable<Receipt> call : calls) {
      FutureTask<Receipt> task = new FutureTask<>(call);
      startAndAwaitItsWaiting(task);
      tasks.add(task);
    }
    busy.countDown();
    return tasks;
  }

  private static void startAndAwaitItsWaiting(FutureTask<?> task) throws Exception {
    Thread thread = new Thread(task);
    thread.start();
    Eventually.see("its waiting", thread::getState, Thread.State.TIMED_WAITING::equals);
  }

  private static boolean awaitQuietly(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
