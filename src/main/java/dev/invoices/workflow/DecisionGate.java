package dev.invoices.workflow;

import dev.invoices.invoice.Decision;
import dev.invoices.invoice.InvoiceSnapshot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The decisions of one invoice: the first while one is asked for counts, all others are ignored.
 */
final class DecisionGate {

  private final Deque<Decision> ignored = new ArrayDeque<>();
  private int ignoredCount;
  private Decision latest;
  private boolean asked = true;
  private boolean answered;

  /**
   * As an earlier run left them: approved, and nobody is asked.
   *
   * @param early what has come since then; a run is handed its signals before it begins
   */
  static DecisionGate resumed(ContinueAsNewState carried, DecisionGate early) {
    DecisionGate decisions = new DecisionGate();
    carried.decision().ifPresent(decisions::record);
    decisions.ignored.addAll(carried.ignoredDecisions());
    decisions.ignoredCount = carried.ignoredDecisionCount();
    early.latest().ifPresent(decisions::ignore);
    early.ignored.forEach(decisions::ignore);
    decisions.ignoredCount += early.ignoredCount - early.ignored.size();
    return decisions;
  }

  /** Asks for a new decision; the one before has been carried out. */
  void ask() {
    asked = true;
    answered = false;
  }

  /** Asks no longer: the deadline has passed. */
  void stopAsking() {
    asked = false;
  }

  /** Takes note of a decision. */
  void record(Decision decision) {
    if (asked) {
      latest = decision;
      asked = false;
      answered = true;
    } else {
      ignore(decision);
    }
  }

  /** Whether a decision is asked for and neither it nor the deadline has come. */
  boolean isAsked() {
    return asked;
  }

  /** Whether somebody answered the last question, rather than the deadline. */
  boolean isAnswered() {
    return answered;
  }

  /** Whether somebody answered the last question with an approval. */
  boolean isApproved() {
    return answered && latest.approved();
  }

  /** The last decision that counted, be it to this question or to one before. */
  Optional<Decision> latest() {
    return Optional.ofNullable(latest);
  }

  /** The latest ignored decisions, bounded, oldest first. */
  List<Decision> ignored() {
    return List.copyOf(ignored);
  }

  /** How many were ignored, the forgotten ones included. */
  int ignoredCount() {
    return ignoredCount;
  }

  private void ignore(Decision decision) {
    ignoredCount++;
    ignored.addLast(decision);
    if (ignored.size() > InvoiceSnapshot.MAX_IGNORED_SHOWN) {
      ignored.removeFirst();
    }
  }
}
