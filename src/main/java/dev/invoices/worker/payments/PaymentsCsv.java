package dev.invoices.worker.payments;

import dev.invoices.payment.ledger.RecordedPayment;
import dev.invoices.payment.ledger.RecordedPayments;
import dev.invoices.text.SafeText;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Payments as RFC 4180 has them, which a spreadsheet reads as text and numbers only. */
final class PaymentsCsv {

  private static final List<String> HEADER =
      List.of(
          "paid_at",
          "invoice",
          "vendor",
          "line",
          "item",
          "amount",
          "currency",
          "receipt",
          "state",
          "round",
          "provider",
          "begun_at",
          "reason");

  private static final String LINE_END = "\r\n";

  /** A spreadsheet calculates what begins so, in full width too; it shows no apostrophe. */
  private static final Pattern FORMULA = Pattern.compile("[=+\\-@\\t\\r＝＋－＠]");

  private static final Pattern SPECIAL = Pattern.compile("[\",\\r\\n]");

  private final Writer out;

  PaymentsCsv(Writer out) {
    this.out = out;
  }

  /** Prints a header, and a line for each payment. */
  void print(RecordedPayments payments) throws IOException {
    write(HEADER);
    payments.<IOException>forEach(payment -> write(cells(payment)));
  }

  private static List<String> cells(RecordedPayment payment) {
    return List.of(
        payment.paidAt().map(Instant::toString).orElse(""),
        text(payment.invoiceId()),
        text(payment.vendor().orElse("")),
        LinePaid.of(payment),
        text(payment.item()),
        payment.amount().amount().toPlainString(),
        payment.amount().currency().getCurrencyCode(),
        text(payment.receipt().orElse("")),
        payment.state().text(),
        Integer.toString(payment.round()),
        text(payment.provider()),
        payment.begunAt().toString(),
        text(payment.reason().orElse("")));
  }

  private void write(List<String> cells) throws IOException {
    out.write(cells.stream().map(PaymentsCsv::quoted).collect(Collectors.joining(",")));
    out.write(LINE_END);
  }

  /** On one line, and no formula. */
  static String text(String given) {
    String safe = SafeText.of(given, Integer.MAX_VALUE);
    return FORMULA.matcher(safe).lookingAt() ? "'" + safe : safe;
  }

  private static String quoted(String cell) {
    return SPECIAL.matcher(cell).find() ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
