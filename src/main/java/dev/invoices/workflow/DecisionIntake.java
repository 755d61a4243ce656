package dev.invoices.workflow;

import dev.invoices.invoice.Decision;
import dev.invoices.invoice.DecisionSignal;
import dev.invoices.invoice.Objection;
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
final class DecisionIntake {

  private final List<Runnable> early = new ArrayList<>();
  private DecisionGate gate;
  private String digest = "";
  private boolean isPossibleDuplicate;
  private boolean objects;

  /**
   * What has come in counts from now on, as what comes later does.
   *
   * @param digest of the invoice, which decisions have to be about
   * @param isPossibleDuplicate whether an approval has to say that it is none
   * @param objects whether a decision that breaks one of the two does not count; in runs that began
   *     before that rule it counts
   */
  void open(DecisionGate gate, String digest, boolean isPossibleDuplicate, boolean objects) {
    this.gate = gate;
    this.digest = digest;
    this.isPossibleDuplicate = isPossibleDuplicate;
    this.objects = objects;
    early.forEach(Runnable::run);
    early.clear();
  }

  /**
   * Takes a decision in. It counts even when its signal does not say who made it.
   *
   * @return whether it counts from now on
   */
  boolean receive(boolean approved, RawValue raw) {
    DecisionSignal signal = read(raw);
    Decision decision =
        Decision.of(approved, signal, Instant.ofEpochMilli(Workflow.currentTimeMillis()));
    if (gate == null) {
      early.add(() -> record(decision, signal));
      return false;
    }
    return record(decision, signal);
  }

  private boolean record(Decision decision, DecisionSignal signal) {
    Optional<Objection> objection =
        objects
            ? signal.objection(decision.approved(), digest, isPossibleDuplicate)
            : Optional.empty();
    return gate.record(objection.map(decision::refused).orElse(decision));
  }

  /**
   * Refuses a decision that would not count although it is awaited.
   *
   * @throws IllegalStateException with the message that {@link InvoiceWorkflow} gives the reason
   */
  void check(boolean approved, RawValue signal) {
    Optional<Objection> objection = read(signal).objection(approved, digest, isPossibleDuplicate);
    if (objection.isPresent()) {
      throw new IllegalStateException(
          switch (objection.get()) {
            case OTHER_CONTENT -> InvoiceWorkflow.OTHER_CONTENT;
            case POSSIBLE_DUPLICATE -> InvoiceWorkflow.POSSIBLE_DUPLICATE;
          });
    }
  }

  private static DecisionSignal read(RawValue signal) {
    return JsonDataConverter.read(signal, DecisionSignal.class).orElse(DecisionSignal.UNKNOWN);
  }
}
