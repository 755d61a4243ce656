package dev.invoices.workflow;

import dev.invoices.invoice.Decision;
import dev.invoices.invoice.InvoiceSnapshot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The decisions of one invoice: the first that comes while one is awaited, and to which there is no
 * objection, counts; all others are ignored.
 */
final class DecisionGate {

  private final Deque<Decision> ignored = new ArrayDeque<>();
  private int ignoredCount;
  private Decision latest;
  private boolean asked = true;
  private boolean answered;
  private boolean dropsRepeats;

  /** The decisions of an earlier run, which ended approved, so that none is awaited. */
  static DecisionGate resumed(ContinueAsNewState carried) {
    DecisionGate decisions = new DecisionGate();
    carried.decision().ifPresent(decisions::record);
    decisions.ignored.addAll(carried.ignoredDecisions());
    decisions.ignoredCount = carried.ignoredDecisionCount();
    return decisions;
  }

  /** Asks for a new decision, after the previous one was carried out. */
  void ask() {
    asked = true;
    answered = false;
  }

  /** Stops asking, because the deadline has passed. */
  void stopAsking() {
    asked = false;
  }

  /** From now on a decision that has counted and comes once more is no decision at all. */
  void dropRepeats() {
    dropsRepeats = true;
  }

  /**
   * Lets a decision count if one is awaited and nothing is objected to it, and else records it as
   * ignored.
   *
   * @return whether it counts from now on
   */
  boolean record(Decision decision) {
    if (dropsRepeats && isRepeated(decision)) {
      return false;
    }
    if (asked && decision.objection().isEmpty()) {
      latest = decision;
      asked = false;
      answered = true;
      return true;
    }
    ignore(decision);
    return false;
  }

  private boolean isRepeated(Decision decision) {
    return latest != null
        && !decision.requestId().isEmpty()
        && decision.requestId().equals(latest.requestId());
  }

  /** Whether a decision is awaited: neither it nor the deadline has come. */
  boolean isAsked() {
    return asked;
  }

  /** Whether a person answered the last question, rather than the deadline. */
  boolean isAnswered() {
    return answered;
  }

  /** Whether a person answered the last question with an approval. */
  boolean isApproved() {
    return answered && latest.approved();
  }

  /** The last decision that counted, for this question or an earlier one. */
  Optional<Decision> latest() {
    return Optional.ofNullable(latest);
  }

  /**
   * The latest ignored decisions, at most {@link InvoiceSnapshot#MAX_IGNORED_SHOWN}, oldest first.
   */
  List<Decision> ignored() {
    return List.copyOf(ignored);
  }

  /** How many decisions were ignored in all. */
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
