package dev.invoices.server.tools.wording;

import dev.invoices.client.InvoiceView;
import dev.invoices.client.InvoiceView.Elsewhere;
import dev.invoices.client.InvoiceView.Failing;
import dev.invoices.client.InvoiceView.Source;
import dev.invoices.client.record.Ending;
import dev.invoices.client.record.Ending.How;
import dev.invoices.text.Quote;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where what Temporal's record has is not this product's word, or not all there is to know. */
final class RecordText {

  private static final String LOOK =
      "Look for it in the ledger of the worker (INVOICE_LEDGER): Temporal does not know.";

  private static final String BEFORE_A_RESET =
      "An operator had reset the workflow, and it had not asked the ledger since. Payments of the run before the reset may have been";

  private static final String LINES_LATER = "Its lines are shown when a worker answers.";
  private static final String LINES_IN_THE_INPUT =
      "Its lines stand in the input of its workflow, in Temporal's Web UI.";

  private RecordText() {}

  static void add(InvoiceView view, List<String> lines) {
    view.elsewhere().ifPresent(where -> addElsewhere(where, view.open(), lines));
    view.caveat().ifPresent(caveat -> lines.add(caveat.text()));
    if (lacksLines(view)) {
      lines.add(isEndedFromOutside(view) ? LINES_IN_THE_INPUT : LINES_LATER);
    }
  }

  /** Temporal's record of an invoice does not have its lines. */
  private static boolean lacksLines(InvoiceView view) {
    return view.source() == Source.RECORD
        && view.snapshot()
            .filter(known -> known.lines().isEmpty() && known.lineCount() > 0)
            .isPresent();
  }

  /** What a worker says of such a run is older than its end, and is not taken. */
  private static boolean isEndedFromOutside(InvoiceView view) {
    return view.ending()
        .map(Ending::how)
        .filter(how -> how == How.TERMINATED || how == How.TIMED_OUT)
        .isPresent();
  }

  /** The words of strangers come last and in quotes, which they cannot end. */
  private static void addElsewhere(Elsewhere where, boolean open, List<String> lines) {
    lines.add(
        "Its workflow %s, on a task queue that is not this server's. This product knows nothing of what was decided or paid there."
            .formatted(open ? "is open" : "has ended"));
    lines.add("Its task queue: " + Quote.of(where.taskQueue()));
    lines.add(
        where
            .says()
            .map(words -> "What its own worker says: " + Quote.of(words))
            .orElse("Its own worker says nothing."));
  }

  /** Why a worker that could have answered did not, as far as it is known, and what to do. */
  static Optional<String> silence(InvoiceView view) {
    if (!view.isSilent()) {
      return Optional.empty();
    }
    return Optional.of(
        view.failing()
            .map(RecordText::failure)
            .orElse(
                "No worker answered in time, so this is the last recorded state. Nothing is lost: the next worker continues from here. Start one if none is running (%s); one that has just started may need some seconds. If that does not help, %s"
                    .formatted(Commands.START_WORKER, Commands.checkShowsWhy())));
  }

  /** Any worker may have written the reason. */
  private static String failure(Failing failing) {
    return "A worker has tried to process this invoice and could not; its log says why. It tries again by itself (failed attempts so far: %,d). This is the last recorded state, and nothing is lost.%s"
        .formatted(
            failing.attempts(),
            failing.reason().isBlank()
                ? ""
                : " The reason that it gave: " + Quote.of(failing.reason()));
  }

  /**
   * What may still have been paid when a run was ended from outside.
   *
   * @return empty when it is certain that no payment was in flight
   */
  static Optional<String> inFlight(Ending ending) {
    if (ending.paymentsInFlight().isEmpty()) {
      return Optional.of(
          "Whether a payment was in flight then could not be read, so one may have been made. "
              + LOOK);
    }
    List<Integer> lines = ending.paymentsInFlight().get();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "%s in flight then and may have been made. %s No other payment will begin."
            .formatted(ending.resetUnasked() ? BEFORE_A_RESET : subject(lines), LOOK));
  }

  private static String subject(List<Integer> lines) {
    if (lines.contains(0)) {
      return "A payment was";
    }
    return lines.size() == 1
        ? "The payment of line %d was".formatted(lines.get(0))
        : "The payments of lines %s were"
            .formatted(lines.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }
}
