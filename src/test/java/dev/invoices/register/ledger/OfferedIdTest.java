package dev.invoices.register.ledger;

import static dev.invoices.register.ledger.RegisterFixture.invoice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.register.Finding;
import dev.invoices.register.InvoiceRegister;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An invoice has the id that is offered where another vendor's invoice has its number. */
class OfferedIdTest {

  private static final String BETA = "Beta GmbH";

  @TempDir private Path folder;
  private RegisterFixture fixture;
  private InvoiceRegister register;

  @BeforeEach
  void open() {
    fixture = RegisterFixture.in(folder);
    register = fixture.register();
  }

  @ParameterizedTest
  @CsvSource({
    "1001 (Beta GmbH), Beta GmbH, 1001",
    "1001 (Beta GmbH), BETA  GmbH., 10-01",
    "RE (A) 7 (Beta (UK) Ltd), Beta (UK) Ltd, RE A 7",
    "1001, Beta GmbH, 1001 (Beta GmbH)"
  })
  void numberOfTheSameVendor_isFound(String id, String vendor, String twin) {
    register.recordArrival(invoice("run-1", vendor, id, ""));

    assertThat(register.recordArrival(invoice("run-2", vendor, twin, "")))
        .extracting(Finding::invoiceId)
        .containsExactly(id);
  }

  @ParameterizedTest
  @CsvSource({
    "1001 (Beta GmbH), Gamma, 1001",
    "1001 (Beta), Beta GmbH, 1001",
    "1001 (2), Beta GmbH, 1001",
    "1001 (Beta GmbH), Beta GmbH, 1002"
  })
  void otherNumberOrVendor_isNotFound(String id, String vendor, String twin) {
    register.recordArrival(invoice("run-1", vendor, id, ""));

    assertThat(register.recordArrival(invoice("run-2", vendor, twin, ""))).isEmpty();
  }

  @Test
  void vendorThatWasCut_isFoundByItsBeginning() {
    String vendor = "Beta " + "x".repeat(200);
    String id = "1001 (Beta " + "x".repeat(88) + ")";
    register.recordArrival(invoice("run-1", vendor, id, ""));

    assertThat(register.recordArrival(invoice("run-2", vendor, "1001", ""))).hasSize(1);
  }

  @Test
  void paymentsWithoutAnArrival_areFoundByTheNumber() throws Exception {
    fixture.pay(invoice("run-1", BETA, "1001 (Beta GmbH)", ""));

    assertThat(register.recordArrival(invoice("run-2", BETA, "1001", "")))
        .extracting(Finding::invoiceId)
        .containsExactly("1001 (Beta GmbH)");
    assertThat(register.recordArrival(invoice("run-3", "Gamma", "1001", ""))).isEmpty();
  }
}
