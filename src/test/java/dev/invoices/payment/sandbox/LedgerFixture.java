package dev.invoices.payment.sandbox;

import dev.invoices.invoice.Money;
import dev.invoices.ledger.FileStore;
import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.TestStore;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.PaymentGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A ledger of its own for each test, and gateways that pay by it. */
abstract class LedgerFixture {

  static final String NAMESPACE = "default";
  static final String VENDOR = "Alpha Ltd";
  static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @TempDir Path folder;
  Path file;
  TestStore store;
  Ledger ledger;

  @BeforeEach
  void openLedger() {
    file = folder.resolve("books").resolve("ledger.db");
    store = newStore();
    ledger = store.open(NAMESPACE);
  }

  /** In which store the ledger is; the classes that end in OnPostgres have another one. */
  TestStore newStore() {
    return new FileStore(file);
  }

  final PaymentGateway gateway(Instant now) {
    return new SandboxPaymentGateway(ledger, Optional.empty(), Clock.fixed(now, ZoneOffset.UTC));
  }

  final PaymentGateway gatewayWithBalance(String balance) {
    return new SandboxPaymentGateway(
        ledger, Optional.of(new BigDecimal(balance)), Clock.fixed(NOON, ZoneOffset.UTC));
  }

  static Payment payment(String key, String item, String amount) {
    return payment(key, item, amount, "");
  }

  static Payment payment(String key, String item, String amount, String submission) {
    String[] parts = key.split("/");
    return new Payment(
        key,
        Optional.of(VENDOR),
        parts[0],
        Integer.parseInt(parts[1]),
        item,
        money("USD", amount),
        submission,
        Optional.empty());
  }

  static Money money(String currency, String amount) {
    return new Money(Currency.getInstance(currency), new BigDecimal(amount));
  }

  final boolean pays(String key) throws PaymentDeclinedException {
    try {
      gateway(NOON).pay(payment(key, "a", "1.00"));
      return true;
    } catch (LedgerException e) {
      return false;
    }
  }

  /** The idempotency keys of all payments in the ledger. */
  final List<String> keys() throws SQLException {
    return rows("SELECT idempotency_key FROM payments ORDER BY 1");
  }

  final List<String> rows(String query) throws SQLException {
    return in(store).rows(query);
  }

  /** A file may have been moved since it was opened. */
  private TestStore in(TestStore opened) {
    return opened instanceof FileStore ? new FileStore(file) : opened;
  }

  static void move(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  final void execute(String sql) throws SQLException {
    in(store).execute(sql);
  }
}
