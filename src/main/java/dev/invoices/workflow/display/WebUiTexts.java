package dev.invoices.workflow.display;

import dev.invoices.invoice.Decision;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.LineItem;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.LineState;
import dev.invoices.json.ExactJson;
import dev.invoices.text.LineCount;
import dev.invoices.text.Markdown;
import dev.invoices.text.UtcTime;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the Temporal Web UI shows of an invoice, for a reader who has never seen this product. */
public final class WebUiTexts {

  private static final int MAX_LINES_LISTED = 20;

  /** Of an item, a description or an entry in the details. */
  private static final int MAX_TEXT_LENGTH = 200;

  /** Of two lists in the details, which Temporal refuses above 20,000 bytes. */
  private static final int MAX_LIST_BYTES = 9_500;

  private static final int LIST_MARK_BYTES = "1. \n".length();

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
    List<String> lines =
        fitting(invoice.lines().stream().limit(MAX_LINES_LISTED).map(line -> whole(invoice, line)));
    List<String> stated = stated(invoice);
    int more = invoice.lines().size() - lines.size();
    return "Submitted for approval. Nothing is paid until a person approves the invoice. Its lines:\n\n"
        + list("1. ", lines)
        + (more > 0 ? "\n\nNot listed here: " + LineCount.text(more) + "." : "")
        + (stated.isEmpty() ? "" : "\n\nThe invoice also states:\n\n" + list("- ", stated))
        + "\n\nSHA-256 of the invoice: "
        + invoice.digest();
  }

  /** One line with all that the invoice says of it. */
  private static String whole(Invoice invoice, LineItem line) {
    String pricing = line.pricing(invoice.currency());
    return Markdown.text(line.item(), MAX_TEXT_LENGTH)
        + (pricing.isEmpty() ? "" : ", " + pricing)
        + ", "
        + invoice.amountOf(line)
        + (line.description().isEmpty()
            ? ""
            : " (" + Markdown.text(line.description(), MAX_TEXT_LENGTH) + ")");
  }

  private static List<String> stated(Invoice invoice) {
    Stream.Builder<String> facts = Stream.builder();
    if (!invoice.number().isEmpty()) {
      facts.add("Number: " + Markdown.text(invoice.number(), MAX_TEXT_LENGTH));
    }
    invoice.issueDate().ifPresent(date -> facts.add("Issued: " + date));
    invoice.dueDate().ifPresent(date -> facts.add("Due: " + date));
    if (!invoice.purchaseOrder().isEmpty()) {
      facts.add("Purchase order: " + Markdown.text(invoice.purchaseOrder(), MAX_TEXT_LENGTH));
    }
    invoice
        .extra()
        .forEach(
            (name, value) ->
                facts.add(
                    "Extra \"%s\": %s"
                        .formatted(
                            Markdown.text(name, MAX_TEXT_LENGTH),
                            Markdown.text(ExactJson.text(value), MAX_TEXT_LENGTH))));
    return fitting(facts.build());
  }

  /** The first entries, as many as fit: with few exceptions all. */
  private static List<String> fitting(Stream<String> entries) {
    AtomicInteger bytes = new AtomicInteger();
    return entries
        .takeWhile(
            entry ->
                bytes.addAndGet(entry.getBytes(StandardCharsets.UTF_8).length + LIST_MARK_BYTES)
                    <= MAX_LIST_BYTES)
        .toList();
  }

  private static String list(String mark, List<String> entries) {
    return entries.stream().map(entry -> mark + entry).collect(Collectors.joining("\n"));
  }

  /** Who must do what by when, as the execution's current details. */
  public static String currentDetails(InvoiceSnapshot details) {
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
    String id =
        Markdown.text(details.id(), Invoice.MAX_ID_LENGTH); // the sentence must name it whole
    return switch (details.status()) {
      case PROCESSING -> "A worker will start on it.";
      case AWAITING_APPROVAL ->
          "**A person must approve or reject it** by %s. Otherwise it is rejected and nothing is paid. In Claude Desktop, say \"Approve invoice %s\" or \"Reject invoice %s\"."
              .formatted(deadline(details), id, id);
      case PAYMENT_DECLINED ->
          "**A person must decide** by %s: approve to retry the declined lines, or reject to stop. Without a decision, nothing more is paid."
              .formatted(deadline(details));
      case PROCESSING_PAYMENTS -> "It is being paid. No action is needed.";
      case CHECKING_PAYMENTS ->
          "No further payment begins. The ledger is asked what was paid. No action is needed.";
      case APPROVAL_TIMEOUT -> "No decision came in time. Nothing was paid.";
      case REJECTED -> "Nothing was paid.";
      case COMPLETED -> details.onePayment() ? "It is paid in one payment." : "Every line is paid.";
      case PARTIALLY_PAID -> "The unpaid lines will not be paid.";
      case CANCELLED -> "It was cancelled. Lines that are paid stay paid.";
      case INVALID ->
          "The submitted input is not a valid invoice. The workflow's failure says what is wrong.";
      case TERMINATED, TIMED_OUT, PAUSED, UNKNOWN, ELSEWHERE ->
          throw new IllegalArgumentException(
              "no workflow reports the status " + details.status().text());
    };
  }

  /** The summary of the one payment of an invoice: {@code 3 lines in one payment, USD 180.00}. */
  public static String payment(Invoice invoice) {
    return "%s in one payment, %s"
        .formatted(LineCount.text(invoice.lines().size()), invoice.totalAmount());
  }

  /** The summary of a line's payment: {@code line 2 of 5: Design Services, USD 2,000.00}. */
  public static String payment(Invoice invoice, int line) {
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
