package dev.invoices.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.ledger.DatabaseStore;
import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.TestStore;
import dev.invoices.ledger.postgres.PostgresLedger;
import dev.invoices.payment.Receipt;
import dev.invoices.payment.ledger.InterruptedPayment;
import dev.invoices.testkit.PostgresServer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Besides the contract: what only a server of databases can do to a ledger. */
class PostgresContractTest extends LedgerContract {

  private static PostgresServer server;

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Override
  TestStore newStore() {
    return DatabaseStore.in(server);
  }

  @Override
  void takeAway() throws Exception {
    server.stop();
  }

  @Override
  void putBack() throws Exception {
    server.restart();
  }

  @Override
  void makeNewer() throws Exception {
    store.execute("UPDATE ledger SET form = 1000");
  }

  private DatabaseStore database() {
    return (DatabaseStore) store;
  }

  @Test
  void killedBeforeTheCommit_thePaymentIsMadeOnce() throws Exception {
    assertThatThrownBy(
            () ->
                ledger.transact(
                    connection -> {
                      InterruptedPayment.insert(
                          connection,
                          payment("INV-1/1", "a", "1.00"),
                          new Receipt("R-1", NOON, false));
                      kill();
                      return true;
                    }))
        .isInstanceOf(LedgerException.class)
        .hasMessageMatching(".*the database (does not answer|is stopping or starting)")
        .hasNoCause();
    server.restart();

    assertThat(keys()).isEmpty();
    assertThat(pays("INV-1/1")).isTrue();
    assertThat(keys()).containsExactly("INV-1/1");
  }

  @Test
  void killedWhileManyPay_eachIsPaidOnce_andNoReceiptIsLost() throws Exception {
    int payments = 200;
    CountDownLatch quarter = new CountDownLatch(payments / 4);
    ExecutorService payers = Executors.newFixedThreadPool(8);
    List<Callable<String>> calls = new ArrayList<>();
    for (int line = 1; line <= payments; line++) {
      String key = "INV-1/" + line;
      calls.add(
          () -> {
            Receipt receipt = payUntilItIsThere(key);
            quarter.countDown();
            return key + "|" + receipt.id();
          });
    }
    List<Future<String>> results = calls.stream().map(payers::submit).toList();
    quarter.await();
    kill();
    server.restart();

    List<String> receipts = new ArrayList<>();
    for (Future<String> result : results) {
      receipts.add(result.get());
    }
    payers.shutdown();
    assertThat(rows("SELECT idempotency_key, receipt FROM payments"))
        .containsExactlyInAnyOrderElementsOf(receipts);
  }

  private Receipt payUntilItIsThere(String key) throws Exception {
    while (true) {
      try {
        return gateway(NOON).pay(payment(key, "a", "1.00"));
      } catch (LedgerException e) {
        assertThat(e).hasNoCause();
      }
    }
  }

  /** A power failure right after a receipt was given. */
  @Test
  void databaseThatDoesNotWaitForItsDisk_keepsEveryReceiptAllTheSame() throws Exception {
    store.execute(
        "ALTER DATABASE %s SET synchronous_commit = off".formatted(database().database()));
    ledger = store.open(NAMESPACE);
    gateway(NOON).pay(payment("INV-1/1", "a", "1.00"));

    kill();
    server.restart();

    assertThat(keys()).containsExactly("INV-1/1");
  }

  /** A snapshot from before the lock would miss what was paid while the worker waited for it. */
  @Test
  void databaseWithAnotherIsolation_isReadAsItIsAfterTheLock() throws Exception {
    store.execute(
        "ALTER DATABASE %s SET default_transaction_isolation = 'repeatable read'"
            .formatted(database().database()));

    List<Receipt> receipts =
        together(
            () ->
                new SandboxPaymentGateway(
                        store.open(NAMESPACE), Optional.empty(), Clock.systemUTC())
                    .pay(payment("INV-1/1", "a", "1.00")));

    assertThat(receipts).containsOnly(receipts.get(0));
  }

  @Test
  void readOnly_saysSo_andPaysAfterwards() throws Exception {
    String name = database().database();
    store.execute("ALTER DATABASE %s SET default_transaction_read_only = on".formatted(name));
    ledger = store.open(NAMESPACE);

    assertThatThrownBy(() -> gateway(NOON).pay(payment("INV-1/1", "a", "1.00")))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("the database can only be read");
    server.execute(
        PostgresServer.SUPERUSER,
        "ALTER DATABASE %s RESET default_transaction_read_only".formatted(name));

    assertThat(pays("INV-1/1")).isTrue();
  }

  @Test
  void fullDisk_saysSo_andPaysAfterwards() throws Exception {
    database().failOn("INSERT", "53100");
    assertThatThrownBy(() -> gateway(NOON).pay(payment("INV-1/1", "a", "1.00")))
        .isInstanceOf(LedgerException.class)
        .hasMessageEndingWith("the disk of the database is full");
    store.heal();

    assertThat(pays("INV-1/1")).isTrue();
  }

  /** PostgreSQL closes its connection after 10 s, so that the others need not wait for it. */
  @Test
  void workerThatStandsStillInAPayment_losesItsLock() throws Exception {
    try (AutoCloseable frozen = store.lock()) {
      assertThat(frozen).isNotNull();
      assertThat(pays("INV-1/1")).isFalse();
      assertThat(pays("INV-1/1")).isTrue();
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(LedgerException.class);
    }
  }

  @Test
  void databaseThatIsNotUtf8_isRefused() throws Exception {
    server.execute(
        PostgresServer.SUPERUSER,
        "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");

    String reason = "its encoding is not UTF8";
    DatabaseStore latin = new DatabaseStore(server, "latin");
    assertThatThrownBy(() -> latin.open(NAMESPACE)).hasMessageContaining(reason);
    assertThatThrownBy(() -> PostgresLedger.contents(latin.address(), NAMESPACE))
        .hasMessageContaining(reason);
  }

  @Test
  void serverThatForgetsInAPowerFailure_isRefused() throws Exception {
    String reason = "fsync is off";
    server.stop();
    server.restart("off");
    try {
      assertThatThrownBy(() -> store.open(NAMESPACE)).hasMessageContaining(reason);
      assertThatThrownBy(() -> PostgresLedger.contents(database().address(), NAMESPACE))
          .hasMessageContaining(reason);
    } finally {
      server.stop();
      server.restart();
    }
  }

  private static void kill() {
    try {
      server.kill();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
