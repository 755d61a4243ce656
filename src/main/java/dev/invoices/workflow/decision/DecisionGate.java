package dev.invoices.workflow.decision;

import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.Objection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The decisions of one invoice: the first that comes while one is awaited, and to which there is no
 * objection, counts; all others are ignored. The questions to which they are answers are numbered.
 */
public final class DecisionGate {

  /** More questions than one run asks: each costs a person a decision. */
  private static final int QUESTIONS_OF_A_RUN = 1_000;

  private final Deque<Decision> ignored = new ArrayDeque<>();
  private int ignoredCount;
  private int question = 1;
  private Decision latest;
  private boolean asked = true;
  private boolean answered;
  private boolean dropsRepeats;

  /**
   * The decisions of an earlier run, which ended approved, so that none is awaited.
   *
   * @param question the number of the last question
   * @param latest the last decision that counted
   * @param ignored the latest ignored ones
   * @param ignoredCount how many of them there were
   */
  public static DecisionGate resumed(
      int question, Optional<Decision> latest, List<Decision> ignored, int ignoredCount) {
    DecisionGate decisions = new DecisionGate();
    latest.ifPresent(decisions::record);
    decisions.question = question;
    decisions.ignored.addAll(ignored);
    decisions.ignoredCount = ignoredCount;
    return decisions;
  }

  /** Asks for a new decision, after the previous one was carried out. */
  public void ask() {
    asked = true;
    answered = false;
    question++;
  }

  /**
   * Asks for a new decision because an operator reset the workflow: what was decided does not count
   * any more. The number of the question is one that the run before has not used.
   */
  public void askAfterReset() {
    latest().map(decided -> decided.refused(Objection.RESET)).ifPresent(this::ignore);
    latest = null;
    ask();
    question = (question / QUESTIONS_OF_A_RUN + 1) * QUESTIONS_OF_A_RUN;
  }

  /** Stops asking, because the deadline has passed. */
  public void stopAsking() {
    asked = false;
  }

  /** From now on a decision that has counted and comes once more is no decision at all. */
  public void dropRepeats() {
    dropsRepeats = true;
  }

  /**
   * Lets a decision count if one is awaited and nothing is objected to it, and else records it as
   * ignored.
   *
   * @return whether it counts from now on
   */
  public boolean record(Decision decision) {
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
  public boolean isAsked() {
    return asked;
  }

  /** Whether a person answered the last question, rather than the deadline. */
  public boolean isAnswered() {
    return answered;
  }

  /** Whether a person answered the last question with an approval. */
  public boolean isApproved() {
    return answered && latest.approved();
  }

  /** The number of the question that is open, or was last. */
  public int question() {
    return question;
  }

  /** The last decision that counted, for this question or an earlier one. */
  public Optional<Decision> latest() {
    return Optional.ofNullable(latest);
  }

  /**
   * The latest ignored decisions, at most {@link InvoiceSnapshot#MAX_IGNORED_SHOWN}, oldest first.
   */
  public List<Decision> ignored() {
    return List.copyOf(ignored);
  }

  /** How many decisions were ignored in all. */
  public int ignoredCount() {
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
