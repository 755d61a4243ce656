package dev.invoices.workflow.display;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.LineItem;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.LineState;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.json.ExactJson;
import dev.invoices.text.LineCount;
import dev.invoices.text.Markdown;
import dev.invoices.text.UtcTime;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the Temporal Web UI shows of an invoice, for a reader who has never seen this product. */
public final class WebUiTexts {

  private static final int MAX_LINES_LISTED = 20;

  /**
   * Of an item, a description or an entry in the details: the greatest at which all of a list fits.
   * The first one cuts nothing.
   */
  private static final List<Integer> TEXT_LENGTHS =
      List.of(Invoice.MAX_DESCRIPTION_LENGTH, 1_000, 500, 200);

  /** Of two lists in the details, which Temporal refuses above 20,000 bytes. */
  private static final int MAX_LIST_BYTES = 9_500;

  private static final int LIST_MARK_BYTES = "1. \n".length();

  /** A warning names another invoice and its vendor. */
  private static final int MAX_WARNING_LENGTH = 600;

  /** Temporal refuses summaries above them. */
  private static final int MAX_SUMMARY_BYTES = 400;

  /** Of an item, a note or a name in a summary or a sentence. */
  private static final int MAX_SHORT_LENGTH = 50;

  private static final int MAX_SHORT_BYTES = 160;

  /** A shorter piece of a vendor's name says nothing. */
  private static final int MIN_VENDOR_BYTES = 20;

  /** Room for an id of any script but those of four bytes a letter, which is then cut. */
  private static final int MAX_ID_BYTES = 320;

  private WebUiTexts() {}

  /**
   * The summary of the execution, fixed at its start: the id whole, because two may differ at their
   * end, and the vendor as far as there is room.
   */
  public static String summary(Invoice invoice) {
    String stated =
        "Invoice %s: %s in %s"
            .formatted(
                Markdown.word(invoice.id(), MAX_ID_BYTES),
                invoice.totalAmount(),
                LineCount.text(invoice.lines().size()));
    String payee = " to ";
    int room = MAX_SUMMARY_BYTES - Markdown.bytes(stated + payee);
    return invoice.vendor().isEmpty() || room < MIN_VENDOR_BYTES
        ? stated
        : stated
            + payee
            + Markdown.quote(invoice.vendor(), MAX_SHORT_LENGTH, Math.min(room, MAX_SHORT_BYTES));
  }

  /** The details of the execution, fixed at its start: what was submitted. */
  public static String details(Invoice invoice) {
    List<LineItem> first = invoice.lines().stream().limit(MAX_LINES_LISTED).toList();
    List<String> lines =
        fitting(length -> first.stream().map(line -> whole(invoice, line, length)).toList());
    List<String> stated = fitting(length -> stated(invoice, length));
    int more = invoice.lines().size() - lines.size();
    return "Submitted for approval. Nothing is paid until a person approves the invoice. Its lines:\n\n"
        + list("1. ", lines)
        + (more > 0 ? "\n\nNot listed here: " + LineCount.text(more) + "." : "")
        + (stated.isEmpty() ? "" : "\n\nThe invoice also states:\n\n" + list("- ", stated))
        + "\n\nSHA-256 of the invoice: "
        + invoice.digest();
  }

  /** One line with all that the invoice says of it. */
  private static String whole(Invoice invoice, LineItem line, int maxLength) {
    return line.price(invoice.currency())
        + ": "
        + Markdown.quote(line.item(), maxLength)
        + (line.description().isEmpty()
            ? ""
            : ", description: " + Markdown.quote(line.description(), maxLength));
  }

  private static List<String> stated(Invoice invoice, int maxLength) {
    Stream.Builder<String> facts = Stream.builder();
    if (!invoice.number().isEmpty()) {
      facts.add("Number: " + Markdown.quote(invoice.number(), maxLength));
    }
    invoice.issueDate().ifPresent(date -> facts.add("Issued: " + date));
    invoice.dueDate().ifPresent(date -> facts.add("Due: " + date));
    if (!invoice.purchaseOrder().isEmpty()) {
      facts.add("Purchase order: " + Markdown.quote(invoice.purchaseOrder(), maxLength));
    }
    invoice
        .extra()
        .forEach(
            (name, value) ->
                facts.add(
                    "Extra %s: %s"
                        .formatted(
                            Markdown.quote(name, maxLength),
                            Markdown.quote(ExactJson.text(value), maxLength))));
    return facts.build().toList();
  }

  /**
   * All entries, their texts cut as little as it takes to fit; with few exceptions not at all. Else
   * the first ones, as many as fit.
   *
   * @param ofLength the entries with each text cut to a length
   */
  private static List<String> fitting(IntFunction<List<String>> ofLength) {
    List<String> entries = List.of();
    for (int length : TEXT_LENGTHS) {
      entries = ofLength.apply(length);
      if (first(entries).size() == entries.size()) {
        return entries;
      }
    }
    return first(entries);
  }

  private static List<String> first(List<String> entries) {
    AtomicInteger bytes = new AtomicInteger();
    return entries.stream()
        .takeWhile(
            entry -> bytes.addAndGet(Markdown.bytes(entry) + LIST_MARK_BYTES) <= MAX_LIST_BYTES)
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
    return switch (details.status()) {
      case PROCESSING -> "A worker will start on it.";
      case AWAITING_APPROVAL ->
          "**A person must approve or reject it** by %s. Otherwise %s. Decide in your client or at a terminal, or send this workflow the signal `approve_invoice` or `reject_invoice`."
              .formatted(
                  deadline(details),
                  details.linesPaid() > 0
                      ? "nothing more is paid"
                      : "it is rejected and nothing is paid");
      case PAYMENT_DECLINED ->
          "**A person must decide** by %s: approve to %s, or reject to stop. Without a decision, nothing more is paid."
              .formatted(
                  deadline(details),
                  details.linesDeclined() > 0
                      ? "retry the declined lines"
                      : "pay the unpaid lines");
      case PROCESSING_PAYMENTS ->
          "It is being paid. If a payment is tried again and again, its pending activity says why, and what to check.";
      case CHECKING_PAYMENTS ->
          "No further payment begins. The ledger is asked what was paid. No action is needed.";
      case APPROVAL_TIMEOUT -> "No decision came in time. Nothing was paid for this submission.";
      case REJECTED -> "Nothing was paid for this submission.";
      case COMPLETED -> details.onePayment() ? "It is paid in one payment." : "Every line is paid.";
      case PARTIALLY_PAID -> "The unpaid lines will not be paid.";
      case CANCELLED -> "It was cancelled. Lines that are paid stay paid.";
      case INVALID ->
          "The submitted input is not a valid invoice. The workflow's failure says what is wrong.";
      case PAYMENT_UNCERTAIN, TERMINATED, TIMED_OUT, PAUSED, UNKNOWN, ELSEWHERE ->
          throw new IllegalArgumentException(
              "no workflow reports the status " + details.status().text());
    };
  }

  /** The summary of the one payment of an invoice: {@code 3 lines in one payment, USD 180.00}. */
  public static String payment(Invoice invoice) {
    return "%s in one payment, %s"
        .formatted(LineCount.text(invoice.lines().size()), invoice.totalAmount());
  }

  /** The summary of a line's payment: {@code line 2 of 5, USD 2,000.00: "Design Services"}. */
  public static String payment(Invoice invoice, int line) {
    LineItem paid = invoice.lines().get(line - 1);
    return "line %d of %d, %s: %s"
        .formatted(line, invoice.lines().size(), invoice.amountOf(paid), quote(paid.item()));
  }

  private static String quote(String text) {
    return Markdown.quote(text, MAX_SHORT_LENGTH, MAX_SHORT_BYTES);
  }

  private static String deadline(InvoiceSnapshot details) {
    return details.approvalDeadline().map(UtcTime::text).orElse("the deadline");
  }

  private static String decision(Decision decision) {
    return "\n\nDecision: " + decision.sentence(WebUiTexts::quote);
  }

  private static String declinedLines(InvoiceSnapshot details) {
    return details.lines().stream()
        .filter(line -> line.state() == LineState.DECLINED)
        .limit(MAX_LINES_LISTED)
        .map(WebUiTexts::declinedLine)
        .collect(Collectors.joining());
  }

  private static String declinedLine(LineSnapshot line) {
    return "\n\nLine %d was declined: %s%s"
        .formatted(
            line.line(),
            quote(line.item()),
            line.lastError().map(error -> ", reason: " + quote(error)).orElse(""));
  }
}
