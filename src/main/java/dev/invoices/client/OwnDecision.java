package dev.invoices.client;

import dev.invoices.client.InvoiceView.Source;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.Objection;
import java.util.Optional;

/**
 * A decision that was sent, and what an invoice tells of it: whether it counts, or another one.
 *
 * @param requestId by which it is recognised
 */
record OwnDecision(String requestId) {

  /** Whether it is the last that counted, on this question or on one before. */
  boolean decided(InvoiceView view) {
    return decidedBy(view).filter(this::isThis).isPresent();
  }

  /**
   * What became of it.
   *
   * @param after the invoice since it was sent
   */
  DecisionOutcome outcome(InvoiceView after) {
    Optional<Objection> objection = objection(after);
    if (objection.isPresent()) {
      return refused(objection.get(), after);
    }
    // After a payment that was declined at once the next decision is awaited already.
    Optional<Decision> counted = after.decision().or(() -> decidedBy(after).filter(this::isThis));
    boolean counts = counted.filter(this::isThis).isPresent();
    if (counted.isPresent() && !counts) {
      return new DecisionOutcome.Ignored(after, counted);
    }
    if (after.source() != Source.WORKER) {
      return new DecisionOutcome.Unconfirmed(after);
    }
    if (counts) {
      return new DecisionOutcome.Counted(after);
    }
    return after.awaitsDecision()
        ? refused(Objection.OTHER_QUESTION, after)
        : new DecisionOutcome.Ignored(after, Optional.empty());
  }

  /**
   * What became of it where none was awaited: it may be the one that was sent before. Since then
   * the next question may have been asked, because the payments were declined at once.
   */
  DecisionOutcome notAwaited(InvoiceView now) {
    if (decided(now)) {
      return outcome(now);
    }
    return now.awaitsDecision()
        ? refused(Objection.OTHER_QUESTION, now)
        : new DecisionOutcome.NotAwaited(now);
  }

  static DecisionOutcome refused(Objection objection, InvoiceView view) {
    return switch (objection) {
      case OTHER_CONTENT -> new DecisionOutcome.Changed(view);
      case POSSIBLE_DUPLICATE -> new DecisionOutcome.PossibleDuplicate(view);
      case OTHER_QUESTION, RESET -> new DecisionOutcome.AskedAnew(view, objection);
    };
  }

  /** Why it was ignored, unless it only came too late. */
  private Optional<Objection> objection(InvoiceView after) {
    return after.snapshot().stream()
        .flatMap(said -> said.ignoredDecisions().stream())
        .filter(this::isThis)
        .findFirst()
        .flatMap(Decision::objection);
  }

  private static Optional<Decision> decidedBy(InvoiceView view) {
    return view.decision().or(() -> view.snapshot().flatMap(InvoiceSnapshot::decision));
  }

  private boolean isThis(Decision decision) {
    return decision.requestId().equals(requestId);
  }
}
