package dev.invoices.workflow.display;

import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Durable timers whose summary says in the Web UI what they are for. */
public final class Timers {

  private Timers() {}

  /** Starts one. */
  public static Promise<Void> start(Duration duration, String summary) {
    return Workflow.newTimer(duration, TimerOptions.newBuilder().setSummary(summary).build());
  }
}
