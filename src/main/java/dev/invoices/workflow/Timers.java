package dev.invoices.workflow;

import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Durable timers whose summary says in the Web UI what they are for. */
final class Timers {

  private Timers() {}

  static Promise<Void> start(Duration duration, String summary) {
    return Workflow.newTimer(duration, TimerOptions.newBuilder().setSummary(summary).build());
  }
}
