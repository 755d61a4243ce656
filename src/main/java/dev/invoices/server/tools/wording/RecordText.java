package dev.invoices.server.tools.wording;

import dev.invoices.client.InvoiceView;
import dev.invoices.client.InvoiceView.Elsewhere;
import dev.invoices.client.record.Ending;
import dev.invoices.text.Quote;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where what Temporal's record has is not this product's word, or not all there is to know. */
final class RecordText {

  private static final String LOOK =
      "Look for it in the ledger of the worker (INVOICE_LEDGER): Temporal does not know.";

  private RecordText() {}

  static void add(InvoiceView view, List<String> lines) {
    view.elsewhere().ifPresent(where -> addElsewhere(where, view.open(), lines));
    view.caveat().ifPresent(caveat -> lines.add(caveat.text()));
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
        view.failedAttempts() > 0
            ? "A worker has tried to process this invoice and could not; its log says why. It tries again by itself (failed attempts so far: %,d). This is the last recorded state, and nothing is lost."
                .formatted(view.failedAttempts())
            : "No worker answered in time, so this is the last recorded state. Nothing is lost: the next worker continues from here. Start one if none is running (java -jar target/invoice-worker.jar); one that has just started may need some seconds.");
  }

  /**
   * What may still have been paid when a run was ended from outside.
   *
   * @return empty when no payment was in flight
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
            .formatted(subject(lines), LOOK));
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
