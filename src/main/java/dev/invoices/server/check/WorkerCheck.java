package dev.invoices.server.check;

import dev.invoices.check.CheckLine;
import dev.invoices.check.ProductVersion;
import dev.invoices.check.TemporalCheck;
import dev.invoices.temporal.TemporalConnection;
import dev.invoices.text.Quote;
import dev.invoices.workflow.InvoiceWorkflow;
import io.temporal.api.deployment.v1.WorkerDeploymentOptions;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether a worker takes what the server submits: both the workflows and the activities. */
final class WorkerCheck {

  static final String ITEM = "Worker";

  /** A worker polls at least once a minute; Temporal forgets one after 5 minutes (server 1.32). */
  private static final Duration RECENT = Duration.ofSeconds(90);

  private static final int MAX_SHOWN = 3;

  private static final String START = "Start it: java @target/invoice-worker.args";
  private static final String COMPARE =
      ". If it runs, give server and worker the same INVOICE_TASK_QUEUE and TEMPORAL_NAMESPACE.";

  private WorkerCheck() {}

  /** Asks Temporal who polls the task queue. */
  static CheckLine look(TemporalConnection connection) {
    String queue = connection.taskQueue(InvoiceWorkflow.TASK_QUEUE);
    return line(
        queue,
        pollers(connection, queue, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW),
        pollers(connection, queue, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY),
        ProductVersion.ofThisJar(),
        Instant.now());
  }

  private static List<PollerInfo> pollers(
      TemporalConnection connection, String queue, TaskQueueType type) {
    return connection
        .calls(TemporalCheck.ONE_CALL)
        .describeTaskQueue(
            DescribeTaskQueueRequest.newBuilder()
                .setNamespace(connection.namespace())
                .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                .setTaskQueueType(type)
                .build())
        .getPollersList();
  }

  /**
   * What Temporal's words mean.
   *
   * @param ours the version of this server, if it is known
   */
  static CheckLine line(
      String queue,
      List<PollerInfo> workflows,
      List<PollerInfo> activities,
      Optional<String> ours,
      Instant now) {
    String name = Quote.word(queue);
    Optional<PollerInfo> last =
        Stream.concat(workflows.stream(), activities.stream())
            .max(Comparator.comparing(WorkerCheck::lastPoll));
    if (last.isEmpty()) {
      return CheckLine.bad(
          ITEM, "No worker polls the task queue %s. %s%s".formatted(name, START, COMPARE));
    }
    List<PollerInfo> paying = recent(activities, now);
    List<PollerInfo> deciding = recent(workflows, now);
    if (paying.isEmpty() && deciding.isEmpty()) {
      return CheckLine.bad(
          ITEM,
          "No worker polls the task queue %s now. The last one was %s. %s. If it runs, compare the clocks of the machines."
              .formatted(name, shown(last.get(), now), START));
    }
    if (paying.isEmpty() || deciding.isEmpty()) {
      return CheckLine.bad(
          ITEM,
          "A worker polls the task queue %s for %s only: %s. Start the worker of this project: java @target/invoice-worker.args"
              .formatted(
                  name,
                  paying.isEmpty() ? "workflows" : "activities",
                  shown(paying.isEmpty() ? deciding : paying, now)));
    }
    String text =
        "Polled the task queue %s (one that has stopped is shown for %d seconds): %s."
            .formatted(name, RECENT.toSeconds(), shown(paying, now));
    return ours.flatMap(version -> otherThan(version, deciding, paying))
        .map(difference -> CheckLine.warning(ITEM, text + " " + difference))
        .orElseGet(() -> CheckLine.good(ITEM, text));
  }

  private static Optional<String> otherThan(
      String version, List<PollerInfo> deciding, List<PollerInfo> paying) {
    return Stream.concat(deciding.stream(), paying.stream())
        .filter(poller -> !isOf(version, poller))
        .findFirst()
        .map(poller -> difference(poller, version));
  }

  private static boolean isOf(String version, PollerInfo poller) {
    WorkerDeploymentOptions said = poller.getDeploymentOptions();
    return said.getDeploymentName().equals(ProductVersion.PRODUCT)
        && said.getBuildId().equals(version);
  }

  private static String difference(PollerInfo poller, String ours) {
    return "%s does not say that it is version %s of the worker, as this server is. If it is an older one, stop it and start the one of this build."
        .formatted(Quote.word(poller.getIdentity()), ours);
  }

  private static List<PollerInfo> recent(List<PollerInfo> pollers, Instant now) {
    return pollers.stream()
        .filter(poller -> age(poller, now).compareTo(RECENT) <= 0)
        .sorted(Comparator.comparing(WorkerCheck::lastPoll).reversed())
        .toList();
  }

  private static String shown(List<PollerInfo> pollers, Instant now) {
    String first =
        pollers.stream()
            .limit(MAX_SHOWN)
            .map(poller -> shown(poller, now))
            .collect(Collectors.joining("; "));
    int more = pollers.size() - MAX_SHOWN;
    return more > 0 ? "%s; and %,d more".formatted(first, more) : first;
  }

  private static String shown(PollerInfo poller, Instant now) {
    String id = poller.getDeploymentOptions().getBuildId();
    String build = id.isEmpty() ? "" : ", version " + Quote.word(id);
    return "%s%s, %s".formatted(Quote.word(poller.getIdentity()), build, ago(age(poller, now)));
  }

  private static String ago(Duration age) {
    long minutes = age.toMinutes();
    long count = minutes > 0 ? minutes : age.toSeconds();
    String unit = minutes > 0 ? "minute" : "second";
    return "%,d %s%s ago".formatted(count, unit, count == 1 ? "" : "s");
  }

  /** None where Temporal's clock is ahead of this one. */
  private static Duration age(PollerInfo poller, Instant now) {
    Duration age = Duration.between(lastPoll(poller), now);
    return age.isNegative() ? Duration.ZERO : age;
  }

  private static Instant lastPoll(PollerInfo poller) {
    return Instant.ofEpochSecond(
        poller.getLastAccessTime().getSeconds(), poller.getLastAccessTime().getNanos());
  }
}
