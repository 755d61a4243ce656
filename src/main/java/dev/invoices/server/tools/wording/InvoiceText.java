package dev.invoices.server.tools.wording;

import dev.invoices.client.InvoiceView;
import dev.invoices.client.InvoiceView.Caveat;
import dev.invoices.client.record.Ending;
import dev.invoices.client.record.Ending.How;
import dev.invoices.client.record.PendingPayment;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.LineState;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.Objection;
import dev.invoices.json.ExactJson;
import dev.invoices.text.LineCount;
import dev.invoices.text.Quote;
import dev.invoices.text.UtcTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a person wants to know about an invoice, a line of text for each fact. */
public final class InvoiceText {

  private static final int MAX_LINES_LISTED = 20;

  /** What is said where Temporal's record could not be read to its end. */
  public static final String PARTIAL =
      "Temporal did not give all that it has of this invoice in time, so something may be missing here. Ask again later.";

  private InvoiceText() {}

  /**
   * What was shown before and what of it differs now, in some sentences.
   *
   * @param now empty when it is not known, so that all that was shown is stated
   */
  public static String contentShown(InvoiceSnapshot before, Optional<InvoiceSnapshot> now) {
    List<String> lines = new ArrayList<>();
    if (now.isPresent()) {
      describePayment(before, lines);
    } else {
      describe(before, before.status().mayStillPay(), Set.of(), MAX_LINES_LISTED, lines);
    }
    return "It was shown before as: %s.%s"
        .formatted(
            String.join("; ", lines),
            now.map(current -> " " + ContentChange.sentences(before, current)).orElse(""));
  }

  /** The status in words: ours as they are, those of another product's worker in quotes. */
  public static String status(InvoiceView view) {
    String text = view.statusText();
    return InvoiceStatus.ofText(text).isPresent() ? text : Quote.of(text);
  }

  /** All that is known of an invoice. */
  public static List<String> lines(InvoiceView view) {
    return lines(view, MAX_LINES_LISTED);
  }

  /**
   * The same.
   *
   * @param maxLines how many of the invoice's lines are listed at most
   */
  public static List<String> lines(InvoiceView view, int maxLines) {
    List<String> lines = new ArrayList<>();
    view.snapshot()
        .ifPresent(
            details ->
                describe(
                    details,
                    view.open() && details.status().mayStillPay(),
                    pausedLines(view),
                    maxLines,
                    lines));
    RecordText.add(view, lines);
    view.decision()
        .ifPresentOrElse(
            decision -> lines.add("Decision: " + decision.sentence()),
            () ->
                view.snapshot()
                    .flatMap(InvoiceSnapshot::decision)
                    .ifPresent(last -> lines.add("Last decision: " + last.sentence())));
    view.snapshot().ifPresent(details -> describeIgnored(details, lines));
    PendingText.addPayments(view, lines);
    view.ending().ifPresent(ending -> lines.add(describe(ending)));
    if (view.cancelRequested()) {
      lines.add(
          "Cancellation requested. Payments in progress will finish; no new ones will start.");
    }
    if (view.partial() && view.caveat().filter(Caveat.UNREADABLE::equals).isEmpty()) {
      lines.add(PARTIAL);
    }
    addNextStep(view, lines);
    PendingText.addPaused(view, lines);
    RecordText.silence(view).ifPresent(lines::add);
    return lines;
  }

  /** Who gets how much. */
  private static void describePayment(InvoiceSnapshot details, List<String> lines) {
    addUnlessEmpty("Vendor: ", details.vendor(), lines);
    lines.add(
        "Total: %s in %s".formatted(details.totalAmount(), LineCount.text(details.lineCount())));
  }

  private static void describe(
      InvoiceSnapshot details,
      boolean mayStillPay,
      Set<Integer> paused,
      int maxLines,
      List<String> lines) {
    describePayment(details, lines);
    details.warnings().forEach(warning -> lines.add("Warning: " + warning.text()));
    if (details.onePayment() && mayStillPay) {
      lines.add("Payment: one payment of the total covers all lines.");
    }
    describePaper(details, lines);
    if (details.linesPaid() > 0 || details.linesDeclined() > 0) {
      lines.add(
          "Paid: %s, %,d of %s%s"
              .formatted(
                  details.paidAmount(),
                  details.linesPaid(),
                  LineCount.text(details.lineCount()),
                  (details.linesDeclined() == 0 ? "" : ", " + details.linesDeclined() + " declined")
                      + (details.linesFree() == 0
                          ? ""
                          : ", %,d without a payment".formatted(details.linesFree()))));
    }
    for (LineSnapshot line : listed(details, maxLines)) {
      boolean isPaused = paused.contains(details.paymentOf(line));
      lines.add(describe(line, details, mayStillPay, isPaused));
      addUnlessEmpty("Line %d, description: ".formatted(line.line()), line.description(), lines);
    }
    int more = details.lineCount() - Math.min(maxLines, details.lines().size());
    if (more > 0 && !details.lines().isEmpty()) {
      lines.add("and %,d more %s".formatted(more, more == 1 ? "line" : "lines"));
    }
  }

  /** What else stands on the paper. The name of an entry is a stranger's: it must begin no line. */
  private static void describePaper(InvoiceSnapshot details, List<String> lines) {
    addUnlessEmpty("Number: ", details.number(), lines);
    details.issueDate().ifPresent(date -> lines.add("Issued: " + date));
    details.dueDate().ifPresent(date -> lines.add("Due: " + date));
    addUnlessEmpty("Purchase order: ", details.purchaseOrder(), lines);
    details
        .extra()
        .forEach(
            (name, value) ->
                lines.add(
                    "Extra %s: %s".formatted(Quote.of(name), Quote.of(ExactJson.text(value)))));
  }

  private static void addUnlessEmpty(String label, String value, List<String> lines) {
    if (!value.isEmpty()) {
      lines.add(label + Quote.of(value));
    }
  }

  /**
   * The lines with errors or a negative amount before all others, but in the order of the invoice;
   * and those being paid, unless the invoice is so long that the snapshot holds little else. Where
   * one payment covers all lines, they all have the same error.
   */
  private static List<LineSnapshot> listed(InvoiceSnapshot details, int maxLines) {
    return details.lines().stream()
        .sorted(Comparator.comparing(line -> !isNotable(line, details)))
        .limit(maxLines)
        .sorted(Comparator.comparingInt(LineSnapshot::line))
        .toList();
  }

  private static boolean isNotable(LineSnapshot line, InvoiceSnapshot details) {
    boolean allAreThere = details.lines().size() == details.lineCount();
    boolean standsOut =
        line.lastError().isPresent() || allAreThere && line.state() == LineState.PAYING;
    return line.amount().signum() < 0 || standsOut && !details.onePayment();
  }

  /** What the ledger and the worker say, then what the invoice and the gateway wrote. */
  private static String describe(
      LineSnapshot line, InvoiceSnapshot details, boolean mayStillPay, boolean isPaused) {
    return "Line %d: %s, %s: %s%s"
        .formatted(
            line.line(),
            line.price(details.currency()),
            state(line, details, mayStillPay, isPaused),
            Quote.of(line.item()),
            line.lastError().map(error -> ", reason: " + Quote.of(error)).orElse(""));
  }

  private static String state(
      LineSnapshot line, InvoiceSnapshot details, boolean mayStillPay, boolean isPaused) {
    boolean hasFailed = line.lastError().isPresent();
    return switch (line.state()) {
      case PENDING ->
          (mayStillPay ? "not paid yet" : "not paid") + (hasFailed ? ", was declined before" : "");
      case PAYING ->
          hasFailed
              ? "%s after %s"
                  .formatted(
                      isPaused ? "paused" : "retrying", PendingText.failures(line.attempts()))
              : isPaused ? "paused" : "being paid";
      case PAID ->
          "%s at %s, receipt %s"
              .formatted(
                  paidHow(line, details),
                  line.paidAt().map(UtcTime::text).orElse("an unknown time"),
                  line.receipt().map(Quote::word).orElse("unknown"));
      case FREE -> "nothing to pay";
      case DECLINED -> hasFailed ? "declined" : "declined without a reason";
    };
  }

  private static String paidHow(LineSnapshot line, InvoiceSnapshot details) {
    if (line.earlier()) {
      return "paid before this submission, not again,";
    }
    return details.onePayment() ? "covered by the payment" : "paid";
  }

  private static Set<Integer> pausedLines(InvoiceView view) {
    return view.payments().stream()
        .filter(PendingPayment::isPaused)
        .map(PendingPayment::line)
        .collect(Collectors.toSet());
  }

  private static String describe(Ending ending) {
    String closed = "Closed: " + UtcTime.text(ending.at());
    if (ending.how() == How.COMPLETED) {
      return closed;
    }
    Optional<String> warning = RecordText.inFlight(ending);
    if (ending.how() == How.FAILED) {
      return warning
              .map(text -> "%s, because it has failed. %s The reason: ".formatted(closed, text))
              .orElse(closed + ". Nothing more will be paid: it has failed: ")
          + Quote.of(ending.failure());
    }
    return warning
        .map(text -> "%s, because %s. %s".formatted(closed, clause(ending), text))
        .orElseGet(() -> "%s. Nothing more will be paid: %s.".formatted(closed, clause(ending)));
  }

  /** How the workflow ended, as a clause. */
  public static String clause(Ending ending) {
    return switch (ending.how()) {
      case COMPLETED -> "it has ended";
      case FAILED -> "it has failed: " + Quote.of(ending.failure());
      case CANCELLED -> "it was cancelled";
      case TERMINATED -> "it was terminated";
      case TIMED_OUT -> "its workflow timed out";
    };
  }

  private static void describeIgnored(InvoiceSnapshot details, List<String> lines) {
    for (Decision ignored : details.ignoredDecisions()) {
      lines.add(
          "Ignored because %s: %s"
              .formatted(
                  ignored.objection().map(Objection::text).orElse("it came too late"),
                  ignored.sentence()));
    }
    int more = details.ignoredDecisionCount() - details.ignoredDecisions().size();
    if (more > 0) {
      lines.add("More ignored decisions, not listed: " + more);
    }
  }

  private static void addNextStep(InvoiceView view, List<String> lines) {
    if (!view.awaitsDecision()) {
      return;
    }
    view.snapshot()
        .flatMap(InvoiceSnapshot::approvalDeadline)
        .ifPresent(
            deadline ->
                lines.add(
                    "A person must approve or reject it by %s. %s"
                        .formatted(UtcTime.text(deadline), consequence(view))));
  }

  private static String consequence(InvoiceView view) {
    if (view.snapshot().filter(details -> details.linesDeclined() > 0).isPresent()) {
      return "Approving it tries the unpaid lines again. Otherwise nothing more is paid.";
    }
    return view.snapshot().filter(details -> details.linesPaid() > 0).isPresent()
        ? "Approving it pays the unpaid lines. Otherwise nothing more is paid."
        : "Otherwise it is rejected and nothing is paid.";
  }
}
