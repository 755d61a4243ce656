package dev.invoices.payment.sandbox;

import dev.invoices.invoice.Money;
import dev.invoices.ledger.NumberKey;
import dev.invoices.payment.Payment;
import dev.invoices.payment.Receipt;
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

/** Reads and writes payments within one transaction. */
final class PaymentTable {

  private static final String SELECT =
      "SELECT vendor, line, item, amount, currency, receipt, paid_at, submission FROM payments WHERE ";
  private static final String BY_KEY = SELECT + "idempotency_key = ?";
  private static final String OF_INVOICE = SELECT + "number_key = ? AND invoice_id = ? ";
  private static final String TO_SAME_VENDOR = "AND vendor_key IS ? ";
  private static final String TO_VENDOR = "AND vendor_key = ? ";
  private static final String TO_UNKNOWN_VENDOR = "AND vendor_key IS NULL ";
  private static final String VENDORS_OF_INVOICE =
      """
      WITH RECURSIVE vendors(key) AS (
        SELECT MIN(vendor_key) FROM payments WHERE number_key = ?1 AND invoice_id = ?2
        UNION ALL
        SELECT (SELECT MIN(vendor_key) FROM payments
                WHERE number_key = ?1 AND invoice_id = ?2 AND vendor_key > key)
        FROM vendors WHERE key IS NOT NULL)
      SELECT key FROM vendors WHERE key IS NOT NULL""";
  private static final String OF_LINE = "AND line IN (0, ?) ";
  private static final String FIRST = "ORDER BY line LIMIT 1";
  private static final String INSERT =
      """
      INSERT INTO payments
        (idempotency_key, invoice_id, number_key, vendor, vendor_key,
         line, item, amount, currency, receipt, paid_at, submission)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String REOPEN =
      """
      UPDATE arrivals SET outcome = NULL, ended_at = NULL, counts = 1
      WHERE run_id = ? AND outcome IS NOT NULL""";

  private final Connection connection;

  PaymentTable(Connection connection) {
    this.connection = connection;
  }

  /**
   * A payment that was made already: with the same key; or else for the same invoice and line, or
   * for all its lines, or of one of them if all are to be paid. One from before vendors were
   * recorded may have been made to any vendor, and one that {@linkplain #overlapping may pay the
   * same} to the same vendor whose name was written with other accents or punctuation.
   */
  Optional<LedgerEntry> find(Payment payment) throws SQLException {
    Optional<LedgerEntry> sameKey = first(BY_KEY, payment.idempotencyKey());
    if (sameKey.isPresent()) {
      return sameKey;
    }
    if (payment.vendor().isEmpty()) {
      return ofInvoice(payment, "");
    }
    Optional<LedgerEntry> toVendor = ofInvoice(payment, TO_VENDOR, vendorKey(payment));
    if (toVendor.isPresent()) {
      return toVendor;
    }
    Optional<LedgerEntry> toUnknown = ofInvoice(payment, TO_UNKNOWN_VENDOR);
    return toUnknown.isPresent() ? toUnknown : toSimilarVendor(payment);
  }

  private Optional<LedgerEntry> toSimilarVendor(Payment payment) throws SQLException {
    String letters = NameKey.ofLetters(payment.vendor().orElse(""));
    for (String key : vendorsOfInvoice(payment)) {
      if (NameKey.ofLetters(key).equals(letters)) {
        Optional<LedgerEntry> made = overlapping(payment, key);
        if (made.isPresent()) {
          return made;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * A payment to a similar vendor that the asked one would repeat: of the same amount; of all lines
   * where this one may be among them; or of lines that may be among those that are paid now.
   */
  private Optional<LedgerEntry> overlapping(Payment payment, String vendorKey) throws SQLException {
    if (payment.isOfWholeInvoice()) {
      List<LedgerEntry> made =
          allOfInvoice(payment, vendorKey).stream()
              .filter(entry -> entry.amount().currency().equals(payment.amount().currency()))
              .toList();
      return made.stream().findFirst().filter(first -> mayRepeat(payment, made));
    }
    return ofInvoice(payment, TO_VENDOR, vendorKey)
        .filter(
            made ->
                made.line() == Payment.WHOLE_INVOICE
                    ? made.amount().isAtLeast(payment.amount())
                    : made.amount().isSameAs(payment.amount()));
  }

  private static boolean mayRepeat(Payment whole, List<LedgerEntry> made) {
    Money first = made.get(0).amount();
    if (made.get(0).line() == Payment.WHOLE_INVOICE) {
      return first.isSameAs(whole.amount());
    }
    BigDecimal sum =
        made.stream()
            .map(entry -> entry.amount().amount())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return whole.amount().isAtLeast(new Money(first.currency(), sum));
  }

  /** One step in the index for each, because an invoice may have many payments. */
  private List<String> vendorsOfInvoice(Payment payment) throws SQLException {
    List<String> keys = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(VENDORS_OF_INVOICE)) {
      statement.setString(1, NumberKey.of(payment.invoiceId()));
      statement.setString(2, payment.invoiceId());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          keys.add(row.getString(1));
        }
      }
    }
    return keys;
  }

  /** All payments that were made for the invoice of a payment, to its vendor. */
  List<LedgerEntry> ofInvoice(Payment payment) throws SQLException {
    return allOfInvoice(payment, vendorKey(payment));
  }

  private List<LedgerEntry> allOfInvoice(Payment payment, String vendorKey) throws SQLException {
    List<LedgerEntry> entries = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(OF_INVOICE + TO_SAME_VENDOR + "ORDER BY line")) {
      statement.setString(1, NumberKey.of(payment.invoiceId()));
      statement.setString(2, payment.invoiceId());
      statement.setString(3, vendorKey);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          entries.add(entry(row));
        }
      }
    }
    return entries;
  }

  private Optional<LedgerEntry> ofInvoice(Payment payment, String condition, Object... values)
      throws SQLException {
    List<Object> parameters = new ArrayList<>();
    parameters.add(NumberKey.of(payment.invoiceId()));
    parameters.add(payment.invoiceId());
    parameters.addAll(List.of(values));
    if (payment.isOfWholeInvoice()) {
      return first(OF_INVOICE + condition + FIRST, parameters.toArray());
    }
    parameters.add(payment.line());
    return first(OF_INVOICE + condition + OF_LINE + FIRST, parameters.toArray());
  }

  private Optional<LedgerEntry> first(String query, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(entry(row)) : Optional.empty();
      }
    }
  }

  private static LedgerEntry entry(ResultSet row) throws SQLException {
    return new LedgerEntry(
        Optional.ofNullable(row.getString(1)),
        row.getInt(2),
        row.getString(3),
        new Money(Currency.getInstance(row.getString(5)), new BigDecimal(row.getString(4))),
        row.getString(6),
        Instant.parse(row.getString(7)),
        Optional.ofNullable(row.getString(8)));
  }

  /**
   * Records a payment. An invoice that is paid after its ending was reset by an operator, or the
   * payment had begun before: the register counts it again.
   */
  void insert(Payment payment, Receipt receipt) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, payment.idempotencyKey());
      statement.setString(2, payment.invoiceId());
      statement.setString(3, NumberKey.of(payment.invoiceId()));
      statement.setString(4, payment.vendor().orElse(null));
      statement.setString(5, vendorKey(payment));
      statement.setInt(6, payment.line());
      statement.setString(7, payment.item());
      statement.setString(8, payment.amount().amount().toPlainString());
      statement.setString(9, payment.amount().currency().getCurrencyCode());
      statement.setString(10, receipt.id());
      statement.setString(11, receipt.paidAt().toString());
      statement.setString(12, payment.submission().isBlank() ? null : payment.submission());
      statement.executeUpdate();
    }
    try (PreparedStatement statement = connection.prepareStatement(REOPEN)) {
      statement.setString(1, payment.submission());
      statement.executeUpdate();
    }
  }

  /** Null, as in the table, in a payment that was requested before vendors were recorded. */
  private static String vendorKey(Payment payment) {
    return payment.vendor().map(NameKey::of).orElse(null);
  }

  /** The sum of all payments in a currency. */
  BigDecimal sum(Currency currency) throws SQLException {
    return new RunningTotals(connection).sum(currency);
  }
}
