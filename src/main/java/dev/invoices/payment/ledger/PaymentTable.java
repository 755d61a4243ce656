package dev.invoices.payment.ledger;

import dev.invoices.invoice.Money;
import dev.invoices.invoice.NumberKey;
import dev.invoices.invoice.reading.InvoiceId;
import dev.invoices.payment.Payment;
import dev.invoices.payment.Receipt;
import dev.invoices.payment.provider.PaymentRound;
import dev.invoices.text.NameKey;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** Reads and writes rounds within one transaction. */
final class PaymentTable {

  private static final String SELECT =
      """
      SELECT payment, idempotency_key, round, state, invoice_id, vendor, line, item, amount,
             currency, submission, workflow_id, provider, payee, asked_at, begun_at,
             first_sent_at, last_sent_at, receipt, paid_at, reason
      FROM payments WHERE\s""";
  private static final String LATEST = "idempotency_key = ? ORDER BY round DESC LIMIT 1";
  private static final String BY_ROW = "payment = ?";
  private static final String BEGUN_OF_INVOICE =
      """
      number_key = ? AND invoice_id = ? AND state <> 'declined' AND state = 'begun'
      ORDER BY line""";
  private static final String FIRST_PROVIDER =
      "SELECT provider FROM payments WHERE state <> 'declined' ORDER BY payment LIMIT 1";
  private static final String INSERT =
      """
      INSERT INTO payments
        (idempotency_key, round, state, invoice_id, number_key, vendor, vendor_key, line, item,
         amount, currency, submission, workflow_id, provider, payee, asked_at, begun_at,
         receipt, paid_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String SENT =
      """
      UPDATE payments SET first_sent_at = ?, last_sent_at = ?, asked_at = ?
      WHERE payment = ? AND state = 'begun'""";
  private static final String PAID =
      """
      UPDATE payments SET state = 'paid', receipt = ?, paid_at = ?, reason = NULL
      WHERE payment = ? AND state <> 'paid' AND NOT EXISTS (
        SELECT 1 FROM payments other
        WHERE other.idempotency_key = payments.idempotency_key
          AND other.payment <> payments.payment AND other.state <> 'declined')""";
  private static final String DECLINED =
      "UPDATE payments SET state = 'declined', reason = ? WHERE payment = ? AND state = 'begun'";
  private static final String REOPEN =
      """
      UPDATE arrivals SET outcome = NULL, ended_at = NULL, counts = 1
      WHERE run_id = ? AND outcome IS NOT NULL""";

  private final Connection connection;

  PaymentTable(Connection connection) {
    this.connection = connection;
  }

  /** The latest round of a payment, whatever became of it. */
  Optional<LedgerEntry> latest(String idempotencyKey) throws SQLException {
    return select(LATEST, idempotencyKey).stream().findFirst();
  }

  /** The rounds of an invoice of which it is not known what became of them. */
  List<LedgerEntry> begunOfInvoice(String invoiceId) throws SQLException {
    return select(BEGUN_OF_INVOICE, NumberKey.of(invoiceId), invoiceId);
  }

  /** Through whom the first payment of all was made or begun. */
  Optional<String> firstProvider() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIRST_PROVIDER);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
    }
  }

  /** A round as it stands now. */
  LedgerEntry reread(LedgerEntry entry) throws SQLException {
    return select(BY_ROW, entry.row()).stream()
        .findFirst()
        .orElseThrow(() -> new SQLException("a payment was deleted while it was being made"));
  }

  List<LedgerEntry> select(String condition, Object... parameters) throws SQLException {
    List<LedgerEntry> entries = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(SELECT + condition)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          entries.add(entry(row));
        }
      }
    }
    return entries;
  }

  private static LedgerEntry entry(ResultSet row) throws SQLException {
    Optional<String> receipt = text(row, "receipt");
    Optional<Instant> firstSent = time(row, "first_sent_at");
    Optional<Instant> lastSent = time(row, "last_sent_at");
    return new LedgerEntry(
        row.getLong("payment"),
        round(row),
        row.getString("provider"),
        RoundState.of(row.getString("state"))
            .orElseThrow(() -> new SQLException("a payment has no state that is known")),
        receipt.isPresent()
            ? time(row, "paid_at").map(at -> new Receipt(receipt.get(), at, false))
            : Optional.empty(),
        text(row, "reason"),
        lastSent.isPresent()
            ? firstSent.map(first -> new LedgerEntry.Sent(first, lastSent.get()))
            : Optional.empty());
  }

  private static PaymentRound round(ResultSet row) throws SQLException {
    long askedAt = row.getLong("asked_at");
    Optional<Instant> asked =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(askedAt));
    Payment payment =
        new Payment(
            row.getString("idempotency_key"),
            text(row, "vendor"),
            row.getString("invoice_id"),
            row.getInt("line"),
            row.getString("item"),
            new Money(
                Currency.getInstance(row.getString("currency")),
                new BigDecimal(row.getString("amount"))),
            text(row, "submission").orElse(""),
            asked);
    return new PaymentRound(
        payment,
        row.getInt("round"),
        text(row, "payee").orElse(""),
        text(row, "workflow_id").orElse(""),
        Instant.parse(row.getString("begun_at")));
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return text(row, column).map(Instant::parse);
  }

  /** Records a round of a provider, to which it was not sent yet. */
  void insertBegun(Payment payment, int round, String provider, String payee, Instant now)
      throws SQLException {
    insert(payment, round, provider, Optional.of(payee), now, Optional.empty());
  }

  /** Records a round that was begun and paid at once. */
  void insertPaid(Payment payment, int round, String provider, Receipt receipt)
      throws SQLException {
    insert(payment, round, provider, Optional.empty(), receipt.paidAt(), Optional.of(receipt));
  }

  private void insert(
      Payment payment,
      int round,
      String provider,
      Optional<String> payee,
      Instant begunAt,
      Optional<Receipt> receipt)
      throws SQLException {
    RoundState state = receipt.isPresent() ? RoundState.PAID : RoundState.BEGUN;
    update(
        INSERT,
        payment.idempotencyKey(),
        round,
        state.text(),
        payment.invoiceId(),
        NumberKey.of(payment.invoiceId()),
        payment.vendor().orElse(null),
        vendorKey(payment),
        payment.line(),
        payment.item(),
        payment.amount().amount().toPlainString(),
        payment.amount().currency().getCurrencyCode(),
        payment.submission().isBlank() ? null : payment.submission(),
        InvoiceId.WORKFLOW_PREFIX + payment.invoiceId(),
        provider,
        payee.orElse(null),
        payment.askedAt().map(Instant::toEpochMilli).orElse(null),
        begunAt.toString(),
        receipt.map(Receipt::id).orElse(null),
        receipt.map(proof -> proof.paidAt().toString()).orElse(null));
    reopen(payment);
  }

  /**
   * Records that a round is sent, and for whom.
   *
   * @param asked the latest request for it
   */
  void sent(LedgerEntry begun, LedgerEntry.Sent times, Payment asked) throws SQLException {
    Payment latest = begun.isBefore(asked) ? asked : begun.payment();
    update(
        SENT,
        times.first().toString(),
        times.last().toString(),
        latest
            .askedAt()
            .or(() -> begun.payment().askedAt())
            .map(Instant::toEpochMilli)
            .orElse(null),
        begun.row());
  }

  /**
   * Records that a round was paid, even one that counted as declined: what the provider says is
   * true. Does nothing when it is paid already, or another round has begun since.
   */
  void paid(LedgerEntry entry, Receipt receipt) throws SQLException {
    update(PAID, receipt.id(), receipt.paidAt().toString(), entry.row());
    reopen(entry.payment());
  }

  /** Records that a round was declined; does nothing when it is not begun any more. */
  void declined(LedgerEntry entry, String reason) throws SQLException {
    update(DECLINED, reason, entry.row());
  }

  /**
   * An invoice that is paid after its ending was reset by an operator, or the payment had begun
   * before: the register counts it again.
   */
  private void reopen(Payment payment) throws SQLException {
    update(REOPEN, payment.submission());
  }

  private void update(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.executeUpdate();
    }
  }

  /** Null, as in the table, in a payment that was requested before vendors were recorded. */
  static String vendorKey(Payment payment) {
    return payment.vendor().map(NameKey::of).orElse(null);
  }
}
