package dev.invoices.payment.ledger;

import dev.invoices.invoice.Money;
import dev.invoices.invoice.NumberKey;
import dev.invoices.ledger.Ledger;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The payments that a ledger holds at one moment, in the order in which they were recorded. They
 * can be read several times, page by page, so that memory does not grow with the ledger and the
 * file stays closed meanwhile. What is paid later is not among them: rows are only ever added.
 */
public final class RecordedPayments {

  private static final int PAGE = 1_000;

  private static final String LAST = "SELECT COALESCE(MAX(rowid), 0) FROM payments";
  private static final String NEXT =
      """
      SELECT rowid, invoice_id, vendor, line, item, amount, currency, receipt, paid_at
      FROM payments WHERE rowid > ? AND rowid <= ?""";
  private static final String OF_INVOICE = " AND number_key = ?";
  private static final String IN_ORDER = " ORDER BY rowid LIMIT " + PAGE;

  /** Of any other form, such as {@code 1E999999999}, a person may have written it there. */
  private static final Pattern AMOUNT = Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?");

  private final Ledger.Reader ledger;
  private final Optional<String> numberKey;
  private final long last;

  private RecordedPayments(Ledger.Reader ledger, Optional<String> numberKey, long last) {
    this.ledger = ledger;
    this.numberKey = numberKey;
    this.last = last;
  }

  /** What is done with each payment. */
  @FunctionalInterface
  public interface Visitor<X extends Exception> {
    /**
     * Takes the next one.
     *
     * @throws X when it cannot, which ends the reading
     */
    void visit(RecordedPayment payment) throws X;
  }

  /**
   * The payments that are in the ledger now.
   *
   * @param invoice only those of this invoice, without regard to case and punctuation of its id
   * @throws dev.invoices.ledger.LedgerException when the ledger cannot be read
   */
  public static RecordedPayments in(Ledger.Reader ledger, Optional<String> invoice) {
    long last =
        ledger.read(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(LAST);
                  ResultSet row = statement.executeQuery()) {
                return row.getLong(1);
              }
            });
    return new RecordedPayments(ledger, invoice.map(NumberKey::of), last);
  }

  /**
   * Visits all, in order.
   *
   * @throws X when the visitor fails
   * @throws dev.invoices.ledger.LedgerException when the ledger cannot be read
   * @throws IllegalStateException when a payment in it is damaged
   */
  public <X extends Exception> void forEach(Visitor<X> visitor) throws X {
    long before = 0;
    List<Row> page;
    do {
      page = pageAfter(before);
      for (Row row : page) {
        visitor.visit(row.payment());
        before = row.number();
      }
    } while (page.size() == PAGE);
  }

  private record Row(long number, RecordedPayment payment) {}

  private List<Row> pageAfter(long before) {
    return ledger.read(
        connection -> {
          String query = NEXT + (numberKey.isPresent() ? OF_INVOICE : "") + IN_ORDER;
          try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setLong(1, before);
            statement.setLong(2, last);
            if (numberKey.isPresent()) {
              statement.setString(3, numberKey.get());
            }
            List<Row> page = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                page.add(new Row(row.getLong(1), payment(row)));
              }
            }
            return page;
          }
        });
  }

  private static RecordedPayment payment(ResultSet row) throws SQLException {
    try {
      return new RecordedPayment(
          row.getString(2),
          Optional.ofNullable(row.getString(3)),
          row.getInt(4),
          row.getString(5),
          new Money(Currency.getInstance(row.getString(7)), amount(row.getString(6))),
          row.getString(8),
          Instant.parse(row.getString(9)));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "The payment in row %d of the ledger's table payments is damaged. Restore the ledger from a backup."
              .formatted(row.getLong(1)),
          e);
    }
  }

  private static BigDecimal amount(String text) {
    if (!AMOUNT.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return new BigDecimal(text);
  }
}
