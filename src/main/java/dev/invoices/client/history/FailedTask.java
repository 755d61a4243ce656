package dev.invoices.client.history;

import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.Optional;

/** What a worker has reported of a run that it could not process. */
public final class FailedTask {

  private Optional<String> reason = Optional.empty();

  /** Takes the next event of the history. */
  public void take(HistoryEvent event) {
    switch (event.getEventType()) {
      case EVENT_TYPE_WORKFLOW_TASK_COMPLETED -> reason = Optional.empty();
      case EVENT_TYPE_WORKFLOW_TASK_FAILED ->
          reason =
              PaymentsInFlight.isReset(event)
                  ? Optional.empty()
                  : Optional.of(
                      innermost(event.getWorkflowTaskFailedEventAttributes().getFailure()));
      default -> {}
    }
  }

  /**
   * Why a worker could not process the run, if it has not processed it since. Temporal (1.32)
   * records the first failure of several in a row.
   *
   * @return in the words of that worker, which may be a stranger's; blank when it gave no reason
   */
  public Optional<String> reason() {
    return reason;
  }

  /** The SDK for Java (1.38) wraps what our code has said into what it was doing then. */
  private static String innermost(Failure failure) {
    String message = failure.getMessage();
    Failure said = failure;
    while (said.hasCause()) {
      said = said.getCause();
      if (!said.getMessage().isBlank()) {
        message = said.getMessage();
      }
    }
    return message;
  }
}
