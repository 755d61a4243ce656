package dev.invoices.payment.ledger;

import dev.invoices.invoice.Money;
import dev.invoices.invoice.NumberKey;
import dev.invoices.payment.Payment;
import dev.invoices.text.NameKey;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what stands in the way of a payment: rounds that are begun or paid. What was declined does
 * not.
 */
final class PaymentSearch {

  private static final String BY_KEY = "idempotency_key = ? AND state <> 'declined'";
  private static final String OF_INVOICE =
      "number_key = ? AND invoice_id = ? AND state <> 'declined' ";
  private static final String TO_SAME_VENDOR = "AND vendor_key IS NOT DISTINCT FROM ? ";
  private static final String TO_VENDOR = "AND vendor_key = ? ";
  private static final String TO_UNKNOWN_VENDOR = "AND vendor_key IS NULL ";
  private static final String OF_LINE = "AND line IN (0, ?) ";
  private static final String FIRST = "ORDER BY line LIMIT 1";
  private static final String VENDORS_OF_INVOICE =
      """
      WITH RECURSIVE vendors(key) AS (
        SELECT MIN(vendor_key) FROM payments
        WHERE number_key = ? AND invoice_id = ? AND state <> 'declined'
        UNION ALL
        SELECT (SELECT MIN(vendor_key) FROM payments
                WHERE number_key = ? AND invoice_id = ? AND state <> 'declined'
                  AND vendor_key > key)
        FROM vendors WHERE key IS NOT NULL)
      SELECT key FROM vendors WHERE key IS NOT NULL""";

  private final Connection connection;
  private final PaymentTable table;

  PaymentSearch(Connection connection) {
    this.connection = connection;
    this.table = new PaymentTable(connection);
  }

  /**
   * A payment that was made or begun already: with the same key; or else for the same invoice and
   * line, or for all its lines, or of one of them if all are to be paid. One from before vendors
   * were recorded may have been made to any vendor, and one that {@linkplain #overlapping may pay
   * the same} to the same vendor whose name was written with other accents or punctuation.
   */
  Optional<LedgerEntry> find(Payment payment) throws SQLException {
    Optional<LedgerEntry> sameKey = first(BY_KEY, payment.idempotencyKey());
    if (sameKey.isPresent()) {
      return sameKey;
    }
    if (payment.vendor().isEmpty()) {
      return ofInvoice(payment, "");
    }
    Optional<LedgerEntry> toVendor = ofInvoice(payment, TO_VENDOR, PaymentTable.vendorKey(payment));
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
    String numberKey = NumberKey.of(payment.invoiceId());
    List<String> keys = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(VENDORS_OF_INVOICE)) {
      statement.setString(1, numberKey);
      statement.setString(2, payment.invoiceId());
      statement.setString(3, numberKey);
      statement.setString(4, payment.invoiceId());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          keys.add(row.getString(1));
        }
      }
    }
    return keys;
  }

  /** All that was paid or begun for the invoice of a payment, to its vendor, by line. */
  List<LedgerEntry> ofInvoice(Payment payment) throws SQLException {
    return allOfInvoice(payment, PaymentTable.vendorKey(payment));
  }

  private List<LedgerEntry> allOfInvoice(Payment payment, String vendorKey) throws SQLException {
    return table.select(
        OF_INVOICE + TO_SAME_VENDOR + "ORDER BY line",
        NumberKey.of(payment.invoiceId()),
        payment.invoiceId(),
        vendorKey);
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

  private Optional<LedgerEntry> first(String condition, Object... parameters) throws SQLException {
    return table.select(condition, parameters).stream().findFirst();
  }
}
