package dev.invoices.payment.ledger;

import dev.invoices.invoice.Money;
import dev.invoices.invoice.NumberKey;
import dev.invoices.ledger.LedgerReader;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The payments that a ledger holds at one moment: first those that are begun, because an operator
 * may have to look after them, then the others, each in the order in which they were recorded. They
 * can be read several times, page by page, so that memory does not grow with the ledger and the
 * ledger stays closed meanwhile. Rows are only ever added, so what begins later is not among them;
 * those that are begun are few, and are kept as they were found.
 */
public final class RecordedPayments {

  private static final int PAGE = 1_000;

  private static final String LAST = "SELECT COALESCE(MAX(payment), 0) FROM payments";
  private static final String COLUMNS =
      """
      SELECT payment, invoice_id, vendor, line, item, amount, currency, receipt, paid_at,
             state, round, provider, begun_at, reason
      FROM payments WHERE\s""";
  private static final String BEGUN = COLUMNS + "state = 'begun' AND payment <= ?";
  private static final String NEXT = COLUMNS + "payment > ? AND payment <= ?";
  private static final String OF_INVOICE = " AND number_key = ?";
  private static final String IN_ORDER = " ORDER BY payment";
  private static final String ONE_PAGE = IN_ORDER + " LIMIT " + PAGE;

  /** Of any other form, such as {@code 1E999999999}, a person may have written it there. */
  private static final Pattern AMOUNT = Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?");

  private final LedgerReader ledger;
  private final Optional<String> numberKey;
  private final long last;
  private final List<Row> begun;

  private RecordedPayments(LedgerReader ledger, Optional<String> invoice) {
    this.ledger = ledger;
    this.numberKey = invoice.map(NumberKey::of);
    this.last = ledger.read(RecordedPayments::last);
    this.begun = rows(BEGUN + ofInvoice() + IN_ORDER, last);
  }

  private static long last(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LAST);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
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
  public static RecordedPayments in(LedgerReader ledger, Optional<String> invoice) {
    return new RecordedPayments(ledger, invoice);
  }

  /**
   * Visits all, in order.
   *
   * @throws X when the visitor fails
   * @throws dev.invoices.ledger.LedgerException when the ledger cannot be read
   * @throws IllegalStateException when a payment in it is damaged
   */
  public <X extends Exception> void forEach(Visitor<X> visitor) throws X {
    for (Row row : begun) {
      visitor.visit(row.payment());
    }
    Set<Long> visited = begun.stream().map(Row::number).collect(Collectors.toSet());
    long before = 0;
    List<Row> page;
    do {
      page = rows(NEXT + ofInvoice() + ONE_PAGE, before, last);
      for (Row row : page) {
        if (!visited.contains(row.number())) {
          visitor.visit(row.payment());
        }
        before = row.number();
      }
    } while (page.size() == PAGE);
  }

  private record Row(long number, RecordedPayment payment) {}

  private String ofInvoice() {
    return numberKey.isPresent() ? OF_INVOICE : "";
  }

  private List<Row> rows(String query, long... numbers) {
    return ledger.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < numbers.length; i++) {
              statement.setLong(i + 1, numbers[i]);
            }
            if (numberKey.isPresent()) {
              statement.setString(numbers.length + 1, numberKey.get());
            }
            List<Row> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                rows.add(new Row(row.getLong(1), payment(row)));
              }
            }
            return rows;
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
          RoundState.of(row.getString(10)).orElseThrow(IllegalArgumentException::new),
          row.getInt(11),
          row.getString(12),
          Instant.parse(row.getString(13)),
          Optional.ofNullable(row.getString(8)),
          Optional.ofNullable(row.getString(9)).map(Instant::parse),
          Optional.ofNullable(row.getString(14)));
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
