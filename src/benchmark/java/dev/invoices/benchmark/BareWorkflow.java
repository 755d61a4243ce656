package dev.invoices.benchmark;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/** The least workflow that has one activity, with or without waiting for a signal before it. */
@WorkflowInterface
public interface BareWorkflow {

  String TASK_QUEUE = "bare-task-queue";

  /**
   * Does the work.
   *
   * @param waits whether a signal has to come first
   */
  @WorkflowMethod
  String work(boolean waits);

  /** Lets it continue. */
  @SignalMethod
  void go();

  /** Its only activity. */
  @ActivityInterface
  interface Work {
    String doIt();
  }

  /** Does nothing, at once. */
  final class WorkDone implements Work {
    @Override
    public String doIt() {
      return "done";
    }
  }

  /** Its implementation. */
  final class Impl implements BareWorkflow {

    private final Work work =
        Workflow.newActivityStub(
            Work.class,
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(30)).build());
    private boolean gone;

    @Override
    public String work(boolean waits) {
      Workflow.await(() -> gone || !waits);
      return work.doIt();
    }

    @Override
    public void go() {
      gone = true;
    }
  }
}
