package dev.invoices.payment.ledger;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.invoices.invoice.Money;
import dev.invoices.ledger.FileStore;
import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.TestStore;
import dev.invoices.payment.Fence;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.PaymentOutdatedException;
import dev.invoices.payment.PaymentUncertainException;
import dev.invoices.payment.Receipt;
import dev.invoices.payment.provider.ProviderAnswer;
import dev.invoices.payment.provider.ProviderAnswer.Unknown;
import dev.invoices.testkit.ScriptedProvider;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A ledger, a provider and a clock of its own for each test. */
abstract class RoundFixture {

  static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  static final Instant ASKED = NOON.minusSeconds(1);
  static final Duration KEY_LIFETIME = Duration.ofHours(23);
  static final String KEY = "INV-1/1";
  static final ProviderAnswer UNKNOWN = new Unknown("no answer", Optional.empty());

  /** Later than all that is asked for. */
  static final Instant FENCE = NOON.plusSeconds(5);

  /** All of a round but what was asked for. */
  static final String ROUNDS =
      "SELECT round, state, receipt, reason FROM payments ORDER BY idempotency_key, round";

  final SetClock clock = new SetClock();
  final ScriptedProvider provider = new ScriptedProvider(clock, KEY_LIFETIME);

  @TempDir Path folder;
  Path file;
  TestStore store;
  Ledger ledger;

  @BeforeEach
  void openLedger() {
    file = folder.resolve("ledger.db");
    store = newStore();
    ledger = store.open("default");
  }

  /** In which store the ledger is; the classes that end in OnPostgres have another one. */
  TestStore newStore() {
    return new FileStore(file);
  }

  final ProviderPaymentGateway gateway() {
    return new ProviderPaymentGateway(ledger, provider, connection -> clock.unmoved(), clock);
  }

  final Receipt pay(Payment payment) throws PaymentDeclinedException {
    return gateway().pay(payment);
  }

  final Map<Integer, Receipt> ask(Instant askedAt, Payment... payments) {
    return gateway()
        .find(List.of(payments), Optional.of(new Fence("INV-1", Optional.empty(), askedAt)));
  }

  /** Asks about line 1 while it cannot be known yet. */
  final PaymentUncertainException askEarly() {
    return catchThrowableOfType(PaymentUncertainException.class, () -> ask(FENCE, line(1)));
  }

  final PaymentUncertainException assertUncertain(Payment payment) {
    return catchThrowableOfType(PaymentUncertainException.class, () -> pay(payment));
  }

  final void assertOutdated(Payment payment) {
    assertThatThrownBy(() -> pay(payment)).isInstanceOf(PaymentOutdatedException.class);
  }

  final void assertDeclined(Payment payment, String reason) {
    assertThatThrownBy(() -> pay(payment))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessage(reason);
  }

  static Payment line(int line) {
    return line(line, ASKED);
  }

  static Payment line(int line, Instant askedAt) {
    return line(line, "1.00", askedAt);
  }

  static Payment line(int line, String amount, Instant askedAt) {
    return payment("INV-1/" + line, "Alpha Ltd", line, amount, askedAt);
  }

  static Payment payment(String key, String vendor, int line, String amount, Instant askedAt) {
    return new Payment(
        key,
        Optional.of(vendor),
        "INV-1",
        line,
        "Desk",
        new Money(Currency.getInstance("USD"), new BigDecimal(amount)),
        "run-1",
        Optional.of(askedAt));
  }

  /** What a query finds, one row each, its columns between bars. */
  final List<String> rows(String query) {
    try {
      return store.rows(query);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  final void execute(String sql) throws SQLException {
    store.execute(sql);
  }

  /** It is noon until somebody sets it. */
  static final class SetClock extends Clock {

    private volatile Instant now = NOON;
    private volatile Duration step = Duration.ZERO;

    void set(Instant time) {
      now = time;
    }

    void forward(Duration time) {
      now = now.plus(time);
    }

    /** The time, which does not pass because of this look. */
    Instant unmoved() {
      return now;
    }

    /** From now on so much time passes after each look. */
    void stepEachLook(Duration time) {
      step = time;
    }

    @Override
    public Instant instant() {
      Instant seen = now;
      now = now.plus(step);
      return seen;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
