package dev.invoices.register.ledger;

import dev.invoices.invoice.Money;
import dev.invoices.ledger.FileStore;
import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.TestStore;
import dev.invoices.payment.IdempotencyKey;
import dev.invoices.payment.Payment;
import dev.invoices.payment.sandbox.SandboxPaymentGateway;
import dev.invoices.register.Finding;
import dev.invoices.register.InvoiceRegister;
import dev.invoices.register.Registration;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A register in a ledger of its own, invoices that arrive there, and their payments. */
abstract class ArrivalsFixture {

  static final Currency USD = Currency.getInstance("USD");
  static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  static final String ALPHA = "Alpha Ltd";

  @TempDir Path folder;
  TestStore store;
  Ledger ledger;
  InvoiceRegister register;
  private int runs;

  @BeforeEach
  final void openRegister() {
    store = newStore();
    reopen();
  }

  /** In which store the ledger is; the classes that end in OnPostgres have another one. */
  TestStore newStore() {
    return new FileStore(folder.resolve("ledger.db"));
  }

  /** As a worker does when it starts. */
  final void reopen() {
    ledger = store.open("default");
    register = new LedgerInvoiceRegister(ledger);
  }

  final List<Finding> arrive(String vendor, String id) {
    return arrive(vendor, id, "", "1.00", Optional.empty());
  }

  final List<Finding> arrive(
      String vendor, String id, String number, String total, Optional<LocalDate> issueDate) {
    runs++;
    return register.recordArrival(
        new Registration(
            "run of a test " + runs,
            id,
            vendor,
            number,
            USD,
            amount(total),
            issueDate,
            "d",
            NOON.plusSeconds(runs)));
  }

  static Registration registration(String runId, String vendor, String id) {
    return new Registration(
        runId, id, vendor, "", USD, amount("1.00"), Optional.empty(), "d", NOON);
  }

  final void pay(Optional<String> vendor, String id, int line, String amount) throws Exception {
    pay(vendor, id, line, amount, "");
  }

  final void pay(Optional<String> vendor, String id, int line, String amount, String submission)
      throws Exception {
    String key = IdempotencyKey.of("default", vendor.orElse(""), id, line);
    new SandboxPaymentGateway(ledger, Optional.empty(), Clock.fixed(NOON, ZoneOffset.UTC))
        .pay(
            new Payment(
                key,
                vendor,
                id,
                line,
                "Desk",
                new Money(USD, amount(amount)),
                submission,
                Optional.empty()));
  }

  static BigDecimal amount(String text) {
    return new BigDecimal(text);
  }

  static Optional<LocalDate> date(String text) {
    return Optional.of(LocalDate.parse(text));
  }
}
