package dev.invoices.register.ledger;

import dev.invoices.invoice.NumberKey;
import dev.invoices.register.Finding.Match;
import dev.invoices.text.NameKey;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The invoices of which payments are in the ledger, made or begun. An invoice of many lines has
 * many payments, so the queries go from one invoice to the next in the index.
 */
final class PaidInvoices {

  /** How many invoices of one number, and vendors of one invoice that agree, are looked at. */
  private static final int MAX_INVOICES = 20;

  /** How many vendors of one invoice are looked through, of whatever names. */
  private static final int MAX_VENDORS = 1_000;

  private static final String NEXT_INVOICE =
      """
      SELECT MIN(invoice_id) FROM payments
      WHERE number_key = ? AND state <> 'declined' AND invoice_id > ?""";
  private static final String NEXT_VENDOR =
      """
      SELECT MIN(vendor_key) FROM payments
      WHERE number_key = ? AND invoice_id = ? AND state <> 'declined' AND vendor_key > ?""";
  private static final String OF_INVOICE =
      """
      SELECT vendor, currency, amount, COALESCE(paid_at, begun_at) FROM payments
      WHERE number_key = ? AND invoice_id = ? AND state <> 'declined'
        AND vendor_key IS NOT DISTINCT FROM ? AND submission IS DISTINCT FROM ?
      ORDER BY line""";

  /** No submission has this name. */
  private static final String NO_SUBMISSION = "";

  private final Connection connection;

  PaidInvoices(Connection connection) {
    this.connection = connection;
  }

  /** What was paid of one invoice to one vendor; in one currency, that of the first payment. */
  record Payments(Optional<String> vendor, Currency currency, BigDecimal total, Instant firstAt) {}

  /**
   * The paid invoices whose numbers agree with an invoice's, and whose vendors, unless one has
   * none.
   *
   * @param known those that are not to be read
   * @param submission whose own payments do not count: a workflow that was reset arrives once more
   */
  List<Candidate> similar(InvoiceKeys keys, List<Candidate> known, String submission)
      throws SQLException {
    List<Candidate> similar = new ArrayList<>();
    for (String number : keys.numbersPaid()) {
      for (String invoiceId : chain(MAX_INVOICES, NEXT_INVOICE, number)) {
        for (Optional<String> payee : payees(keys, number, invoiceId)) {
          if (known.stream().noneMatch(seen -> isSame(seen, invoiceId, payee))) {
            payments(invoiceId, payee, submission)
                .map(payments -> candidate(invoiceId, payments))
                .ifPresent(similar::add);
          }
        }
      }
    }
    return similar;
  }

  private static boolean isSame(Candidate seen, String invoiceId, Optional<String> payee) {
    return seen.invoiceId().equals(invoiceId) && seen.payee().equals(payee);
  }

  /**
   * The vendors to whom an invoice was paid, those alone that agree. The index knows them with
   * their punctuation: so the same name is looked up, and the others are looked through.
   */
  private Set<Optional<String>> payees(InvoiceKeys keys, String number, String invoiceId)
      throws SQLException {
    Set<Optional<String>> payees = new LinkedHashSet<>();
    payees.add(Optional.empty());
    payees.add(Optional.of(""));
    payees.add(Optional.of(keys.payee()));
    chain(MAX_VENDORS, NEXT_VENDOR, number, invoiceId).stream()
        .filter(payee -> !keys.hasVendor() || isVendor(payee, keys))
        .limit(MAX_INVOICES)
        .map(Optional::of)
        .forEach(payees::add);
    return payees;
  }

  private static boolean isVendor(String payee, InvoiceKeys keys) {
    return NameKey.ofLetters(payee).equals(keys.vendor());
  }

  /** The first results of a query that takes its last result as its last parameter. */
  private List<String> chain(int limit, String query, String... parameters) throws SQLException {
    List<String> results = new ArrayList<>();
    String last = "";
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      while (last != null && results.size() < limit) {
        for (int i = 0; i < parameters.length; i++) {
          statement.setString(i + 1, parameters[i]);
        }
        statement.setString(parameters.length + 1, last);
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          last = row.getString(1);
        }
        if (last != null) {
          results.add(last);
        }
      }
    }
    return results;
  }

  private static Candidate candidate(String invoiceId, Payments payments) {
    return new Candidate(
        invoiceId,
        payments.vendor(),
        "",
        payments.currency(),
        payments.total(),
        payments.firstAt(),
        Optional.empty(),
        Match.NUMBER);
  }

  /**
   * What was paid of an invoice.
   *
   * @param payee empty for payments of before vendors were recorded
   */
  Optional<Payments> payments(String invoiceId, Optional<String> payee) throws SQLException {
    return payments(invoiceId, payee, NO_SUBMISSION);
  }

  private Optional<Payments> payments(String invoiceId, Optional<String> payee, String butNotFor)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OF_INVOICE)) {
      statement.setString(1, NumberKey.of(invoiceId));
      statement.setString(2, invoiceId);
      statement.setString(3, payee.orElse(null));
      statement.setString(4, butNotFor);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(addUp(row)) : Optional.empty();
      }
    }
  }

  private static Payments addUp(ResultSet row) throws SQLException {
    Optional<String> vendor = Optional.ofNullable(row.getString(1));
    String currency = row.getString(2);
    Instant firstAt = Instant.parse(row.getString(4));
    BigDecimal total = BigDecimal.ZERO;
    do {
      if (row.getString(2).equals(currency)) {
        total = total.add(new BigDecimal(row.getString(3)));
      }
    } while (row.next());
    return new Payments(vendor, Currency.getInstance(currency), total, firstAt);
  }
}
