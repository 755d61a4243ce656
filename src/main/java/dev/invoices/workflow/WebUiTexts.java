package dev.invoices.workflow;

import dev.invoices.invoice.Decision;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.LineItem;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.LineState;
import dev.invoices.text.LineCount;
import dev.invoices.text.Markdown;
import dev.invoices.text.UtcTime;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the Temporal Web UI shows of an invoice, for a reader who has never seen this product. */
public final class WebUiTexts {

  private static final int MAX_LINES_LISTED = 20;

  /** The longest id of an invoice: the sentence that a person should say must name it whole. */
  private static final int MAX_ID_LENGTH = 100;

  /** A warning names another invoice and its vendor. */
  private static final int MAX_WARNING_LENGTH = 600;

  private WebUiTexts() {}

  /** The summary of the execution, fixed at its start. */
  public static String summary(Invoice invoice) {
    return "Invoice %s: %s%s, %s"
        .formatted(
            Markdown.text(invoice.id()),
            invoice.vendor().isEmpty() ? "" : Markdown.text(invoice.vendor()) + ", ",
            LineCount.text(invoice.lines().size()),
            invoice.totalAmount());
  }

  /** The details of the execution, fixed at its start: what was submitted. */
  public static String details(Invoice invoice) {
    String lines =
        invoice.lines().stream()
            .limit(MAX_LINES_LISTED)
            .map(line -> "1. " + item(invoice, line))
            .collect(Collectors.joining("\n"));
    int more = invoice.lines().size() - MAX_LINES_LISTED;
    return "Submitted for approval. Nothing is paid until a person approves the invoice. Its lines:\n\n"
        + lines
        + (more > 0 ? "\n\nNot listed here: " + LineCount.text(more) + "." : "")
        + "\n\nSHA-256 of the invoice: "
        + invoice.digest();
  }

  /** Who must do what by when, as the execution's current details. */
  static String currentDetails(InvoiceSnapshot details) {
    return String.format(
        Locale.ROOT,
        "**%s**\n\n%s%s\n\nPaid %s of %s, %,d of %s%s%s",
        details.status().text(),
        nextStep(details),
        warnings(details),
        details.paidAmount(),
        details.totalAmount(),
        details.linesPaid(),
        LineCount.text(details.lineCount()),
        details.decision().map(WebUiTexts::decision).orElse(""),
        declinedLines(details));
  }

  private static String warnings(InvoiceSnapshot details) {
    return details.warnings().stream()
        .map(warning -> "\n\n**Warning:** " + Markdown.text(warning.text(), MAX_WARNING_LENGTH))
        .collect(Collectors.joining());
  }

  private static String nextStep(InvoiceSnapshot details) {
    String id = Markdown.text(details.id(), MAX_ID_LENGTH);
    return switch (details.status()) {
      case PROCESSING -> "A worker will start on it.";
      case AWAITING_APPROVAL ->
          "**A person must approve or reject it** by %s. Otherwise it is rejected and nothing is paid. In Claude Desktop, say \"Approve invoice %s\" or \"Reject invoice %s\"."
              .formatted(deadline(details), id, id);
      case PAYMENT_DECLINED ->
          "**A person must decide** by %s: approve to retry the declined lines, or reject to stop. Without a decision, nothing more is paid."
              .formatted(deadline(details));
      case PROCESSING_PAYMENTS -> "It is being paid. No action is needed.";
      case APPROVAL_TIMEOUT -> "No decision came in time. Nothing was paid.";
      case REJECTED -> "Nothing was paid.";
      case COMPLETED -> details.onePayment() ? "It is paid in one payment." : "Every line is paid.";
      case PARTIALLY_PAID -> "The unpaid lines will not be paid.";
      case CANCELLED -> "It was cancelled. Lines that are paid stay paid.";
      case INVALID ->
          "The submitted input is not a valid invoice. The workflow's failure says what is wrong.";
      case TERMINATED, TIMED_OUT, PAUSED, UNKNOWN ->
          throw new IllegalArgumentException(
              "no workflow reports the status " + details.status().text());
    };
  }

  /** The summary of the one payment of an invoice: {@code 3 lines in one payment, USD 180.00}. */
  static String payment(Invoice invoice) {
    return "%s in one payment, %s"
        .formatted(LineCount.text(invoice.lines().size()), invoice.totalAmount());
  }

  /** The summary of a line's payment: {@code line 2 of 5: Design Services, USD 2,000.00}. */
  static String payment(Invoice invoice, int line) {
    return "line %d of %d: %s"
        .formatted(line, invoice.lines().size(), item(invoice, invoice.lines().get(line - 1)));
  }

  private static String item(Invoice invoice, LineItem line) {
    return Markdown.text(line.item()) + ", " + invoice.amountOf(line);
  }

  private static String deadline(InvoiceSnapshot details) {
    return details.approvalDeadline().map(UtcTime::text).orElse("the deadline");
  }

  private static String decision(Decision decision) {
    return "\n\nDecision: %s%s%s at %s%s"
        .formatted(
            decision.approved() ? "approved" : "rejected",
            decision.by().isEmpty() ? "" : " by " + Markdown.text(decision.by()),
            decision.through().isEmpty() ? "" : " through " + Markdown.text(decision.through()),
            UtcTime.text(decision.at()),
            decision.note().isEmpty() ? "" : ", note: " + Markdown.text(decision.note()));
  }

  private static String declinedLines(InvoiceSnapshot details) {
    return details.lines().stream()
        .filter(line -> line.state() == LineState.DECLINED)
        .limit(MAX_LINES_LISTED)
        .map(WebUiTexts::declinedLine)
        .collect(Collectors.joining());
  }

  private static String declinedLine(LineSnapshot line) {
    return "\n\nLine %d, %s: %s"
        .formatted(
            line.line(), Markdown.text(line.item()), Markdown.text(line.lastError().orElse("")));
  }
}
