package dev.invoices.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.Receipt;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store of a ledger has to do when many use it and when it fails. */
@Timeout(120)
abstract class LedgerContract extends LedgerFixture {

  static final int WRITERS = 50;

  /** Puts the store where no worker finds it. */
  abstract void takeAway() throws Exception;

  /** Puts it back as it was. */
  abstract void putBack() throws Exception;

  /** Marks the ledger as written by a version that does not exist yet. */
  abstract void makeNewer() throws Exception;

  @Test
  void fiftyWorkersWithOneObligation_payItOnce() throws Exception {
    List<Receipt> receipts =
        together(() -> payUntilTheLedgerAnswers(store.open(NAMESPACE), "INV-1/1"));

    assertThat(receipts).hasSize(WRITERS).containsOnly(receipts.get(0));
    assertThat(keys()).containsExactly("INV-1/1");
  }

  @Test
  void fiftyWorkersWithOneBalance_spendItOnce() throws Exception {
    List<Integer> lines = new ArrayList<>();
    List<Boolean> paid =
        together(
            () -> {
              int line;
              synchronized (lines) {
                line = lines.size() + 1;
                lines.add(line);
              }
              return isPaidFromTen(store.open(NAMESPACE), "INV-1/" + line);
            });

    assertThat(paid).filteredOn(made -> made).hasSize(10);
    assertThat(keys()).hasSize(10);
  }

  @Test
  void workersThatStartTogether_makeOneLedger() throws Exception {
    store = newStore();

    List<String> ids = together(() -> store.open(NAMESPACE).id());

    assertThat(ids).containsOnly(ids.get(0));
    assertThat(store.rows("SELECT id FROM ledger")).containsExactly(ids.get(0));
  }

  @Test
  void lockedByAnotherWorker_saysSoInTime_andPaysAfterwards() throws Exception {
    try (AutoCloseable lock = store.lock()) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> gateway(NOON).pay(payment("INV-1/1", "a", "1.00")))
          .isInstanceOf(LedgerException.class)
          .hasMessageEndingWith("another process keeps it locked");
      assertThat(ledger.id()).isEqualTo(store.open(NAMESPACE).id());
    }
    gateway(NOON).pay(payment("INV-1/1", "a", "1.00"));

    assertThat(keys()).containsExactly("INV-1/1");
  }

  @Test
  void awayForAWhile_paysAgainWithoutARestart_andForgetsNothing() throws Exception {
    Receipt first = gateway(NOON).pay(payment("INV-1/1", "a", "1.00"));
    takeAway();
    assertThat(pays("INV-1/2")).isFalse();
    assertThat(pays("INV-1/1")).isFalse();
    putBack();

    assertThat(gateway(NOON).pay(payment("INV-1/1", "a", "1.00"))).isEqualTo(first);
    assertThat(pays("INV-1/2")).isTrue();
    assertThat(keys()).containsExactly("INV-1/1", "INV-1/2");
  }

  @Test
  void ledgerOfAnotherNamespace_isRefused() {
    assertThatThrownBy(() -> store.open("other"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(
            "it belongs to the namespace \"default\", and this worker serves the namespace \"other\"");
  }

  @Test
  void ledgerOfANewerVersion_isRefused_alsoByAWorkerThatRuns() throws Exception {
    makeNewer();

    assertThatThrownBy(() -> store.open(NAMESPACE))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("a newer version of the worker has written it");
    assertThatThrownBy(() -> gateway(NOON).pay(payment("INV-1/1", "a", "1.00")))
        .isInstanceOf(LedgerException.class);
    assertThat(keys()).isEmpty();
  }

  @Test
  void anotherLedgerInItsPlace_getsNoPayment() throws Exception {
    store.execute("UPDATE ledger SET id = 'another'");

    assertThatThrownBy(() -> gateway(NOON).pay(payment("INV-1/1", "a", "1.00")))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("another ledger, another, has taken the place of " + ledger.id());
    assertThat(keys()).isEmpty();
  }

  private static Receipt payUntilTheLedgerAnswers(Ledger ledger, String key) throws Exception {
    SandboxPaymentGateway gateway =
        new SandboxPaymentGateway(ledger, Optional.empty(), Clock.systemUTC());
    Payment payment = payment(key, "a", "1.00");
    while (true) {
      try {
        return gateway.pay(payment);
      } catch (LedgerException e) {
        // As Temporal does: SQLite has no queue between processes.
        assertThat(e).hasMessageContaining("locked");
      }
    }
  }

  private static boolean isPaidFromTen(Ledger ledger, String key) {
    SandboxPaymentGateway gateway =
        new SandboxPaymentGateway(ledger, Optional.of(BigDecimal.TEN), Clock.systemUTC());
    while (true) {
      try {
        gateway.pay(payment(key, "a", "1.00"));
        return true;
      } catch (PaymentDeclinedException e) {
        return false;
      } catch (LedgerException e) {
        assertThat(e).hasMessageContaining("locked");
      }
    }
  }

  /** What fifty workers do at the same time. */
  static <T> List<T> together(Callable<T> work) throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(WRITERS);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : workers.invokeAll(Collections.nCopies(WRITERS, work))) {
        results.add(result.get());
      }
      return results;
    } finally {
      workers.shutdownNow();
    }
  }
}
