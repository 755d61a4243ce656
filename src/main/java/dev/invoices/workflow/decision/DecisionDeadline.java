package dev.invoices.workflow.decision;

import dev.invoices.workflow.display.Timers;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** The wait for a decision. Part of the workflow, so deterministic. */
public final class DecisionDeadline {

  private DecisionDeadline() {}

  /**
   * Waits for a decision or the deadline, whichever the history has first. Starts a timer rather
   * than use the timeout of await, which shows no summary and keeps running afterwards.
   *
   * @param summary what the Web UI says of the timer
   */
  public static void await(DecisionGate decisions, Duration timeout, String summary) {
    CancellationScope deadline =
        Workflow.newCancellationScope(
            () ->
                Timers.start(timeout, summary)
                    .handle((fired, cancelled) -> stopAsking(decisions, cancelled)));
    deadline.run();
    Workflow.await(() -> !decisions.isAsked());
    deadline.cancel();
  }

  /**
   * Handles the cancelled timer, too: the SDK (1.38) logs a warning with a stack trace for each
   * failed promise that has no handler.
   */
  private static Void stopAsking(DecisionGate decisions, RuntimeException cancelled) {
    if (cancelled == null) {
      decisions.stopAsking();
    }
    return null;
  }
}
