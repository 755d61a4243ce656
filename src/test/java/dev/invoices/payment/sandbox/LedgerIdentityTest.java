package dev.invoices.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.sqlite.EarlierLedgerFile;
import dev.invoices.ledger.sqlite.FirstLedgerFile;
import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.payment.LedgerIdentity;
import dev.invoices.payment.Receipt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What makes a ledger the one that it is, and how older files get it. */
class LedgerIdentityTest extends LedgerFixture {

  @Test
  void newLedger_hasAnIdentityOfItsOwn() {
    Ledger other = SqliteLedger.open(folder.resolve("other.db"), NAMESPACE);

    assertThat(UUID.fromString(ledger.id())).isNotEqualTo(UUID.fromString(other.id()));
    assertThat(ledger.secret()).hasSize(32).isNotEqualTo(other.secret()).isNotEqualTo(new byte[32]);
    assertThat(gateway(NOON).ledger()).isEqualTo(new LedgerIdentity(ledger.id(), file.toString()));
  }

  @Test
  void ledgerThatIsOpenedAgainOrCopied_isTheSame() throws Exception {
    Path copy = folder.resolve("copy.db");
    Files.copy(file, copy);

    assertThat(List.of(SqliteLedger.open(file, NAMESPACE), SqliteLedger.open(copy, NAMESPACE)))
        .allSatisfy(
            same -> {
              assertThat(same.id()).isEqualTo(ledger.id());
              assertThat(same.secret()).isEqualTo(ledger.secret());
            });
  }

  @Test
  void otherLedgerInItsPlace_getsNoPayment() throws Exception {
    Path other = folder.resolve("other.db");
    String otherId = SqliteLedger.open(other, NAMESPACE).id();
    move(other, file);

    assertThatThrownBy(() -> gateway(NOON).pay(payment("INV-1/1", "a", "1.00")))
        .isInstanceOf(LedgerException.class)
        .hasMessageEndingWith(
            "another ledger, %s, has taken the place of %s, with which this worker started; put that one back, or restart the worker to use the other",
            otherId, ledger.id());
    assertThat(keys()).isEmpty();
  }

  @Test
  void ledgerWithoutIdentity_getsOneAndKeepsItsPayments() throws Exception {
    gateway(NOON).pay(payment("INV-1/1", "a", "1.00"));
    makeFormOne();

    ledger = SqliteLedger.open(file, NAMESPACE);

    assertThat(UUID.fromString(ledger.id())).isNotNull();
    assertThat(ledger.secret()).hasSize(32);
    assertThat(rows("SELECT idempotency_key, submission FROM payments"))
        .containsExactly("INV-1/1|null");
    assertThat(rows("SELECT namespace, id FROM ledger"))
        .containsExactly(NAMESPACE + "|" + ledger.id());
    assertThat(rows("PRAGMA user_version")).containsExactly("5");
    Receipt again = gateway(NOON).pay(payment("INV-1/1", "a", "1.00", "run-2"));
    assertThat(again.earlier()).as("the row does not say for which submission").isFalse();
  }

  @Test
  void ledgerOfTheFirstVersion_getsAnIdentityAtOnce() throws Exception {
    file = folder.resolve("first.db");
    FirstLedgerFile.create(file).pay("1001", 1, "Paper", "10.00");

    ledger = SqliteLedger.open(file, NAMESPACE);

    assertThat(UUID.fromString(ledger.id())).isNotNull();
    assertThat(rows("SELECT idempotency_key, submission FROM payments"))
        .containsExactly("1001/1|null");
    assertThat(SqliteLedger.open(file, NAMESPACE).id()).isEqualTo(ledger.id());
  }

  @Test
  void ledgerWithoutIdentityOfAnotherNamespace_staysAsItIs() throws Exception {
    makeFormOne();

    assertThatThrownBy(() -> SqliteLedger.open(file, "test"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("it belongs to the namespace \"default\"");

    assertThat(rows("PRAGMA user_version")).containsExactly("1");
    assertThat(rows("SELECT * FROM ledger")).containsExactly(NAMESPACE);
  }

  @Test
  void conversionThatFailsInTheMiddle_leavesTheFileAsItWas() throws Exception {
    makeFormOne();
    // The column has been added when the conversion meets a view where it expects a table.
    execute("ALTER TABLE ledger RENAME TO kept");
    execute("CREATE VIEW ledger AS SELECT namespace FROM kept");

    assertThatThrownBy(() -> SqliteLedger.open(file, NAMESPACE))
        .isInstanceOf(LedgerException.class);

    assertThat(rows("PRAGMA user_version")).containsExactly("1");
    assertThat(rows("SELECT name FROM pragma_table_info('payments')"))
        .contains("paid_at")
        .doesNotContain("submission");
    execute("DROP VIEW ledger");
    execute("ALTER TABLE kept RENAME TO ledger");
    assertThat(SqliteLedger.open(file, NAMESPACE).id()).isNotEmpty();
  }

  @Test
  void workersThatOpenItTogether_giveItOneIdentity() throws Exception {
    makeFormOne();
    List<Callable<String>> workers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      workers.add(() -> SqliteLedger.open(file, NAMESPACE).id());
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<String> ids = new ArrayList<>();
    for (Future<String> opening : threads.invokeAll(workers)) {
      ids.add(opening.get());
    }
    threads.shutdownNow();

    assertThat(ids).hasSize(8).containsOnly(ids.get(0));
    assertThat(rows("SELECT id FROM ledger")).containsExactly(ids.get(0));
  }

  /** As the version before identities left the file. */
  private void makeFormOne() throws Exception {
    EarlierLedgerFile.make(file, 1);
  }
}
