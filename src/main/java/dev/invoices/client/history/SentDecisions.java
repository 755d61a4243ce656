package dev.invoices.client.history;

import com.google.protobuf.util.Timestamps;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.temporal.JsonDataConverter;
import dev.invoices.workflow.InvoiceWorkflow;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionSignaledEventAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** The decisions that were sent to a run as signals, and which of them no worker has seen yet. */
public final class SentDecisions {

  /** More than people send. */
  private static final int MAX_UNSEEN = 1_000;

  private Optional<Sent> first = Optional.empty();
  private final List<Sent> unseen = new ArrayList<>();
  private boolean unseenLeftOut;

  /**
   * A decision.
   *
   * @param received when Temporal received it
   */
  private record Sent(boolean approved, DecisionSignal signal, Instant received) {

    Decision decision() {
      return Decision.of(approved, signal, received);
    }
  }

  /** Takes the next event of the history into account. */
  public void take(HistoryEvent event) {
    switch (event.getEventType()) {
      case EVENT_TYPE_WORKFLOW_TASK_COMPLETED -> {
        unseen.clear();
        unseenLeftOut = false;
      }
      case EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED ->
          take(event, event.getWorkflowExecutionSignaledEventAttributes());
      default -> {}
    }
  }

  private void take(HistoryEvent event, WorkflowExecutionSignaledEventAttributes signalled) {
    boolean approved = signalled.getSignalName().equals(InvoiceWorkflow.APPROVE);
    if (!approved && !signalled.getSignalName().equals(InvoiceWorkflow.REJECT)) {
      return;
    }
    Sent sent =
        new Sent(
            approved,
            JsonDataConverter.read(
                    JsonDataConverter.first(signalled.getInput()), DecisionSignal.class)
                .orElse(DecisionSignal.UNKNOWN),
            Instant.ofEpochMilli(Timestamps.toMillis(event.getEventTime())));
    first = first.or(() -> Optional.of(sent));
    if (unseen.size() < MAX_UNSEEN) {
      unseen.add(sent);
    } else {
      unseenLeftOut = true;
    }
  }

  /** The first of all. */
  public Optional<Decision> first() {
    return first.map(Sent::decision);
  }

  /**
   * The first that no worker has seen yet and that will count.
   *
   * @param counts whether an approval (true) or a rejection (false) with these details will count
   */
  public Optional<Decision> firstUnseen(BiPredicate<Boolean, DecisionSignal> counts) {
    return unseen.stream()
        .filter(sent -> counts.test(sent.approved(), sent.signal()))
        .findFirst()
        .map(Sent::decision);
  }

  /** Whether there are more unseen ones than were kept. */
  public boolean isUnseenLeftOut() {
    return unseenLeftOut;
  }
}
