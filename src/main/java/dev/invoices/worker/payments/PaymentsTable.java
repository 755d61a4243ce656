package dev.invoices.worker.payments;

import dev.invoices.invoice.Money;
import dev.invoices.payment.ledger.RecordedPayment;
import dev.invoices.payment.ledger.RecordedPayments;
import dev.invoices.payment.ledger.RoundState;
import dev.invoices.text.SafeText;
import dev.invoices.text.UtcTime;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Currency;
import java.util.EnumMap;
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

  private static final int MAX_REASON = 300;

  private static final String UTC = " UTC";
  private static final String GAP = "  ";
  private static final List<String> HEADER =
      List.of(
          "state",
          "since (UTC)",
          "invoice",
          "vendor",
          "line",
          "item",
          "amount",
          "round",
          "receipt or reason");
  private static final int AMOUNT = HEADER.indexOf("amount");

  private final int[] widths = new int[HEADER.size()];
  private final Map<RoundState, Sums> sums = new EnumMap<>(RoundState.class);

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
    sums.computeIfAbsent(payment.state(), state -> new Sums()).add(payment.amount());
  }

  /** How many payments there are, and what they sum up to in each currency. */
  private static final class Sums {

    private final Map<Currency, BigDecimal> sums =
        new TreeMap<>(Comparator.comparing(Currency::getCurrencyCode));
    private long count;

    void add(Money amount) {
      count++;
      sums.merge(amount.currency(), amount.amount(), BigDecimal::add);
    }

    /** {@code "2 payments: USD 5.00"}. */
    String text(String suffix) {
      String payments = "%d %s%s".formatted(count, count == 1 ? "payment" : "payments", suffix);
      String amounts =
          sums.entrySet().stream()
              .map(sum -> new Money(sum.getKey(), sum.getValue()).toString())
              .collect(Collectors.joining(", "));
      return count == 0 ? payments : payments + ": " + amounts;
    }
  }

  private void widen(List<String> cells) {
    for (int column = 0; column < widths.length; column++) {
      widths[column] = Math.max(widths[column], DisplayWidth.of(cells.get(column)));
    }
  }

  /** Prints the same payments again: a header, a row for each, their numbers and their sums. */
  void print(RecordedPayments payments, Writer out) throws IOException {
    if (!sums.isEmpty()) {
      out.write(row(HEADER));
      payments.<IOException>forEach(payment -> out.write(row(cells(payment))));
    }
    printSum(RoundState.BEGUN, " begun, and it is not known yet whether the money moved", out);
    printSum(RoundState.DECLINED, " declined", out);
    out.write(sums.getOrDefault(RoundState.PAID, new Sums()).text("") + System.lineSeparator());
  }

  private void printSum(RoundState state, String suffix, Writer out) throws IOException {
    if (sums.containsKey(state)) {
      out.write(sums.get(state).text(suffix) + System.lineSeparator());
    }
  }

  private static List<String> cells(RecordedPayment payment) {
    String since = UtcTime.text(payment.paidAt().orElse(payment.begunAt()));
    return List.of(
        payment.state().text(),
        since.substring(0, since.length() - UTC.length()),
        SafeText.of(payment.invoiceId(), MAX_TEXT),
        SafeText.of(payment.vendor().orElse(""), MAX_TEXT),
        LinePaid.of(payment),
        SafeText.of(payment.item(), MAX_TEXT),
        payment.amount().toString(),
        Integer.toString(payment.round()),
        proof(payment));
  }

  /** The reason is read to its end, because nothing stands behind it. */
  private static String proof(RecordedPayment payment) {
    return switch (payment.state()) {
      case PAID -> SafeText.of(payment.receipt().orElse(""), MAX_TEXT);
      case DECLINED -> SafeText.of(payment.reason().orElse(""), MAX_REASON);
      case BEGUN -> "with " + SafeText.of(payment.provider(), MAX_TEXT);
    };
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
}
