package dev.invoices.workflow;

import io.temporal.workflow.Workflow;

/**
 * Notices when an operator has reset the workflow. Temporal then starts a run with a part of the
 * earlier run's history, and sends it the later signals and updates again.
 *
 * <p>The id of the run is recorded whenever it is another than before. So a replay of the earlier
 * run's part sees the earlier id, and the first step that is new sees the new one. Part of the
 * workflow, so deterministic.
 */
final class RunWatch {

  private final boolean watches;
  private String known = Workflow.getInfo().getOriginalExecutionRunId();

  /**
   * @param rules those of earlier revisions do not watch
   */
  RunWatch(ProcessingRules rules) {
    watches = rules.noticesResets();
  }

  /** Whether the workflow was reset since its begin, or since the last {@link #acknowledge}. */
  boolean wasReset() {
    return watches && !currentRun().equals(known);
  }

  /** The same for a query, which may record nothing. */
  boolean wasResetUnseen() {
    return watches && !Workflow.getInfo().getRunId().equals(known);
  }

  /** The reset was taken into account. */
  void acknowledge() {
    known = currentRun();
  }

  private static String currentRun() {
    return Workflow.mutableSideEffect(
        "run",
        String.class,
        (before, now) -> !before.equals(now),
        () -> Workflow.getInfo().getRunId());
  }
}
