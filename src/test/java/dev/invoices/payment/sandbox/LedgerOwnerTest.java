package dev.invoices.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.sqlite.FirstLedgerFile;
import dev.invoices.ledger.sqlite.LedgerName;
import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.worker.store.FilePlace;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A ledger belongs to one namespace and to one version of the product. */
class LedgerOwnerTest extends LedgerFixture {

  @Test
  void ledgerOfAnotherNamespace_isRefusedNamingBoth() {
    assertThatThrownBy(() -> SqliteLedger.open(file, "test"))
        .isInstanceOf(LedgerException.class)
        .hasMessage(
            "The payment ledger %s cannot be used: it belongs to the namespace \"default\", and this worker serves the namespace \"test\"; set INVOICE_LEDGER to the ledger of \"test\", or to a new file",
            file);
  }

  @Test
  void sharedLedgerOfBeforeVendors_isRefusedNamingTheFileThatGetsItsPayments() throws Exception {
    Path shared = folder.resolve("shared.db");
    FirstLedgerFile.create(shared).pay("1001", 1, "Paper", "10.00");
    SqliteLedger.open(shared, NAMESPACE);
    Path named = folder.resolve("shared-test.db");

    assertThatThrownBy(() -> SqliteLedger.open(shared, "test"))
        .isInstanceOf(LedgerException.class)
        .hasMessageEndingWith(
            "set INVOICE_LEDGER to the ledger of \"test\", or to the new file %s. The worker copies the payments without a vendor into that one, because some may be of \"test\"; another new file would not know them",
            named);
    assertThat(LedgerName.shared(named, "test")).contains(shared);
    assertThat(new FilePlace(named).open("test").wasEmpty()).as("once it is copied").isFalse();
    file = named;
    assertThat(keys()).hasSize(1);
  }

  @Test
  void ledgerOfANewerVersion_isRefusedSayingSo() throws Exception {
    execute("PRAGMA user_version = 6");

    assertThatThrownBy(() -> SqliteLedger.open(file, NAMESPACE))
        .isInstanceOf(LedgerException.class)
        .hasMessageEndingWith(
            "a newer version of the worker has written it; start that version, or set INVOICE_LEDGER to another file");
    assertThatThrownBy(() -> gateway(NOON).pay(payment("INV-1/1", "a", "1.00")))
        .hasMessageContaining("a newer version of the worker has written it");
  }

  @Test
  void ledgerOfAnotherNamespaceInItsPlace_getsNoPayment() throws Exception {
    Path other = folder.resolve("other.db");
    SqliteLedger.open(other, "test");
    move(other, file);

    assertThatThrownBy(() -> gateway(NOON).pay(payment("INV-1/1", "a", "1.00")))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("it belongs to the namespace \"test\"");
    assertThat(keys()).isEmpty();
  }

  @Test
  void earlierLedgerOfAnotherNamespace_staysAsItIs() throws Exception {
    execute("PRAGMA user_version = 2");

    assertThatThrownBy(() -> SqliteLedger.open(file, "test"))
        .hasMessageContaining("it belongs to the namespace \"default\"");

    assertThat(rows("PRAGMA user_version")).containsExactly("2");
  }

  @Test
  void ledgerOfTheFirstVersionInItsPlace_getsNoPaymentUntilItIsConverted() throws Exception {
    Path other = folder.resolve("other.db");
    FirstLedgerFile.create(other).pay("INV-1", 1, "a", "1.00");
    move(other, file);

    assertThatThrownBy(() -> gateway(NOON).pay(payment("INV-1/2", "a", "1.00")))
        .isInstanceOf(LedgerException.class)
        .hasMessageEndingWith(
            "an earlier version of the worker has written it; restart this worker to convert it");
    ledger = SqliteLedger.open(file, NAMESPACE);
    gateway(NOON).pay(payment("INV-1/2", "a", "1.00"));
    assertThat(keys()).containsExactly("INV-1/1", "INV-1/2");
  }
}
