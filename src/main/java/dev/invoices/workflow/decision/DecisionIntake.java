package dev.invoices.workflow.decision;

import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.invoice.decision.Objection;
import dev.invoices.temporal.JsonDataConverter;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes the decisions of one run in as they arrive and hands them to the {@link DecisionGate} once
 * the invoice has been read. Only then is it known what they have to be about, and whether the
 * invoice may be a duplicate; the SDK delivers a run's first signals before the run begins.
 *
 * <p>Part of the workflow, so deterministic.
 */
public final class DecisionIntake {

  private final List<Runnable> early = new ArrayList<>();
  private DecisionGate gate;
  private Rules rules;

  /**
   * What has come in counts from now on, as what comes later does.
   *
   * @param decisions which the decisions are recorded in
   * @param checks what may be objected to them
   */
  public void open(DecisionGate decisions, Rules checks) {
    this.gate = decisions;
    this.rules = checks;
    early.forEach(Runnable::run);
    early.clear();
  }

  /** Whether it is known what a decision has to be about. */
  public boolean isOpen() {
    return gate != null;
  }

  /**
   * Takes a decision in. It counts even when its signal does not say who made it.
   *
   * @return whether it counts from now on
   */
  public boolean receive(boolean approved, RawValue raw) {
    DecisionSignal signal = read(raw);
    Decision decision =
        Decision.of(approved, signal, Instant.ofEpochMilli(Workflow.currentTimeMillis()));
    if (!isOpen()) {
      early.add(() -> record(decision, signal));
      return false;
    }
    return record(decision, signal);
  }

  private boolean record(Decision decision, DecisionSignal signal) {
    Optional<Objection> objection = rules.objection(decision.approved(), signal, gate);
    Decision made = decision.about(rules.isPossibleDuplicate());
    return gate.record(objection.map(made::refused).orElse(made));
  }

  /**
   * Why a decision that is awaited would not count.
   *
   * @return empty when it would
   */
  public Optional<Objection> check(boolean approved, RawValue signal) {
    return rules.objection(approved, read(signal), gate);
  }

  private static DecisionSignal read(RawValue signal) {
    return JsonDataConverter.read(signal, DecisionSignal.class).orElse(DecisionSignal.UNKNOWN);
  }

  /**
   * What may be objected to the decisions of one invoice.
   *
   * @param digest of the invoice, which decisions have to be about
   * @param submittedAt when the invoice's first run started, as a decision may say
   * @param isPossibleDuplicate whether an approval has to say that it is none
   * @param checksContent whether a decision that breaks one of the two does not count; in runs that
   *     began before that rule it counts
   * @param checksQuestion the same for one that answers another question
   */
  public record Rules(
      String digest,
      Instant submittedAt,
      boolean isPossibleDuplicate,
      boolean checksContent,
      boolean checksQuestion) {

    private Optional<Objection> objection(
        boolean approved, DecisionSignal signal, DecisionGate gate) {
      int question = checksQuestion ? gate.question() : 0;
      return checksContent
          ? signal.objection(approved, digest, question, submittedAt, isPossibleDuplicate)
          : Optional.empty();
    }
  }
}
