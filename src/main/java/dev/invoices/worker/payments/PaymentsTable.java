package dev.invoices.worker.payments;

import dev.invoices.invoice.Money;
import dev.invoices.payment.ledger.RecordedPayment;
import dev.invoices.payment.ledger.RecordedPayments;
import dev.invoices.text.SafeText;
import dev.invoices.text.UtcTime;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Payments for a person, in columns that are as wide as they have to be. It is made by a first
 * reading of the payments and printed by a second one, so that none is kept in memory.
 */
final class PaymentsTable {

  /** A longer text is cut with an ellipsis. */
  private static final int MAX_TEXT = 40;

  private static final String UTC = " UTC";
  private static final String GAP = "  ";
  private static final List<String> HEADER =
      List.of("paid at (UTC)", "invoice", "vendor", "line", "item", "amount", "receipt");
  private static final int AMOUNT = HEADER.indexOf("amount");

  private final int[] widths = new int[HEADER.size()];
  private final Map<Currency, BigDecimal> sums =
      new TreeMap<>(Comparator.comparing(Currency::getCurrencyCode));
  private long count;

  private PaymentsTable() {
    widen(HEADER);
  }

  /** Finds out how wide the columns are, and what the payments sum up to. */
  static PaymentsTable of(RecordedPayments payments) {
    PaymentsTable table = new PaymentsTable();
    payments.<RuntimeException>forEach(table::measure);
    return table;
  }

  private void measure(RecordedPayment payment) {
    widen(cells(payment));
    count++;
    sums.merge(payment.amount().currency(), payment.amount().amount(), BigDecimal::add);
  }

  private void widen(List<String> cells) {
    for (int column = 0; column < widths.length; column++) {
      widths[column] = Math.max(widths[column], DisplayWidth.of(cells.get(column)));
    }
  }

  /** Prints the same payments again: a header, a row for each, their number and their sums. */
  void print(RecordedPayments payments, Writer out) throws IOException {
    if (count > 0) {
      out.write(row(HEADER));
      payments.<IOException>forEach(payment -> out.write(row(cells(payment))));
    }
    out.write(summary() + System.lineSeparator());
  }

  private static List<String> cells(RecordedPayment payment) {
    String paidAt = UtcTime.text(payment.paidAt());
    return List.of(
        paidAt.substring(0, paidAt.length() - UTC.length()),
        SafeText.of(payment.invoiceId(), MAX_TEXT),
        SafeText.of(payment.vendor().orElse(""), MAX_TEXT),
        LinePaid.of(payment),
        SafeText.of(payment.item(), MAX_TEXT),
        payment.amount().toString(),
        SafeText.of(payment.receipt(), MAX_TEXT));
  }

  private String row(List<String> cells) {
    StringBuilder row = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = cells.get(column);
      String blanks = " ".repeat(widths[column] - DisplayWidth.of(cell));
      row.append(column == AMOUNT ? blanks + cell : cell + blanks).append(GAP);
    }
    return row.toString().stripTrailing() + System.lineSeparator();
  }

  private String summary() {
    String payments = "%d %s".formatted(count, count == 1 ? "payment" : "payments");
    String amounts =
        sums.entrySet().stream()
            .map(sum -> new Money(sum.getKey(), sum.getValue()).toString())
            .collect(Collectors.joining(", "));
    return count == 0 ? payments : payments + ": " + amounts;
  }
}
