package dev.invoices.register.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.invoices.ledger.sqlite.EarlierLedgerFile;
import dev.invoices.ledger.sqlite.FirstLedgerFile;
import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.register.Finding;
import dev.invoices.register.Finding.Match;
import dev.invoices.register.Finding.State;
import dev.invoices.register.InvoiceRegister;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Files of earlier forms, which compared invoices in another way. */
class RegisterOfEarlierFormsTest extends ArrivalsFixture {

  @Test
  void arrivalsRecordedWithPunctuation_areFoundAfterTheNextStart() throws Exception {
    arrive("Acme Ltd.", "INV-900", "", "10.50", date("2026-01-05"));
    store.execute("UPDATE arrivals SET vendor_key = 'acmeltd.'");
    EarlierLedgerFile.make(file(), 2);

    reopen();

    assertThat(arrive("ACME Ltd", "inv-900"))
        .extracting(Finding::vendor)
        .containsExactly("Acme Ltd.");
    assertThat(arrive("ACME Ltd", "B", "", "10.50", date("2026-01-05")))
        .extracting(Finding::match)
        .containsExactly(Match.TOTAL_AND_DATE);
  }

  @Test
  void arrivalsRecordedWithAccentsAndOtherDigits_areFoundAfterTheNextStart() throws Exception {
    arrive("İzmir A.Ş.", "حساب-١٢", "", "10.50", date("2026-01-05"));
    arrive("İzmir A.Ş.", "B", "٩٠٠", "1.00", Optional.empty());
    writeFormThree();

    reopen();

    assertThat(arrive("izmir a.ş.", "حساب 12"))
        .extracting(Finding::invoiceId)
        .containsExactly("حساب-١٢");
    assertThat(arrive("izmir a.ş.", "C", "", "10.50", date("2026-01-05")))
        .extracting(Finding::match)
        .containsExactly(Match.TOTAL_AND_DATE);
    assertThat(arrive("izmir a.ş.", "900")).extracting(Finding::number).containsExactly("٩٠٠");
  }

  @Test
  void numbersRecordedWithAccents_areFoundAfterTheNextStart() throws Exception {
    arrive(ALPHA, "FA-É1");
    arrive(ALPHA, "B", "FA-É2", "1.00", Optional.empty());
    pay(Optional.of("Beta GmbH"), "FA-É3", 1, "1.00");
    writeFormThree();

    reopen();

    assertThat(arrive(ALPHA, "FA-E1")).extracting(Finding::invoiceId).containsExactly("FA-É1");
    assertThat(arrive(ALPHA, "FA-E2")).extracting(Finding::invoiceId).containsExactly("B");
    assertThat(arrive("Beta GmbH", "FA-E3"))
        .extracting(Finding::invoiceId)
        .containsExactly("FA-É3");
  }

  @Test
  void paymentsRecordedWithOtherDigits_areFoundAndMadeOnceAfterTheNextStart() throws Exception {
    pay(Optional.of(ALPHA), "حساب-١٢", 1, "1.00");
    pay(Optional.of(ALPHA), "INV-900", 1, "1.00");
    writeFormThree();

    reopen();

    assertThat(arrive(ALPHA, "حساب 12"))
        .extracting(Finding::invoiceId, Finding::state)
        .containsExactly(tuple("حساب-١٢", State.PAID));
    assertThatThrownBy(() -> pay(Optional.of(ALPHA), "حساب-١٢", 0, "1.00"))
        .hasMessageContaining("line 1 of this invoice was already paid");
    assertThat(arrive(ALPHA, "inv900")).hasSize(1);
  }

  @Test
  void paymentsOfBeforeVendorsWereRecorded_areFoundForAnyVendor() throws Exception {
    Path old = folder.resolve("old.db");
    FirstLedgerFile.create(old).pay("INV-900", 1, "Paper", "10.00");
    InvoiceRegister converted = new LedgerInvoiceRegister(SqliteLedger.open(old, "default"));

    assertThat(converted.recordArrival(registration("run-1", "Gamma", "inv-900")))
        .containsExactly(
            new Finding("INV-900", "", "", USD, amount("10.00"), NOON, State.PAID, Match.NUMBER));
  }

  private Path file() {
    return folder.resolve("ledger.db");
  }

  /** As the version before left the file, whose keys kept accents and every script's digits. */
  private void writeFormThree() throws Exception {
    try (var connection = store.connect();
        var statement = connection.createStatement()) {
      statement.execute(
          "UPDATE arrivals SET vendor_key = 'i\u0307zmiraş' WHERE vendor LIKE 'İzmir%'");
      statement.execute("UPDATE arrivals SET id_key = 'حساب١٢' WHERE id_key = 'حساب12'");
      statement.execute("UPDATE arrivals SET number_key = 'حساب١٢' WHERE number_key = 'حساب12'");
      statement.execute("UPDATE arrivals SET number_key = '٩٠٠' WHERE number_key = '900'");
      statement.execute("UPDATE payments SET number_key = 'حساب١٢' WHERE number_key = 'حساب12'");
      for (String key : List.of("1", "2", "3")) {
        String accent = "UPDATE %1$s SET %2$s = 'faé" + key + "' WHERE %2$s = 'fae" + key + "'";
        statement.execute(accent.formatted("arrivals", "id_key"));
        statement.execute(accent.formatted("arrivals", "number_key"));
        statement.execute(accent.formatted("payments", "number_key"));
      }
    }
    EarlierLedgerFile.make(file(), 3);
  }
}
