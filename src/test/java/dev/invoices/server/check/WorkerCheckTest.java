package dev.invoices.server.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.invoices.check.CheckLine;
import dev.invoices.check.CheckLine.Mark;
import io.temporal.api.deployment.v1.WorkerDeploymentOptions;
import io.temporal.api.taskqueue.v1.PollerInfo;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkerCheckTest {

  private static final Instant NOW = Instant.parse("2026-10-01T12:00:00Z");
  private static final PollerInfo HERE = poller("7@desk", 3);
  private static final PollerInfo GONE = poller("8@desk", 240);

  @Test
  void worker_isShownWithItsBuildAndItsLastPoll() {
    PollerInfo built =
        HERE.toBuilder()
            .setDeploymentOptions(WorkerDeploymentOptions.newBuilder().setBuildId("1.2"))
            .build();

    assertThat(line(List.of(HERE), List.of(built, GONE)))
        .isEqualTo(
            CheckLine.good(
                "Worker",
                "Polled the task queue queue (one that has stopped is shown for 90 seconds): \"7@desk\", version 1.2, 3 seconds ago."));
  }

  @Test
  void workerThatMayHaveStoppedSince_isSaidToBe() {
    PollerInfo earlier = poller("7@desk", 40);

    assertThat(line(List.of(earlier), List.of(earlier)).text())
        .isEqualTo(
            "Polled the task queue queue (one that has stopped is shown for 90 seconds): \"7@desk\", 40 seconds ago.");
  }

  @Test
  void noWorker_isBad_withTheCommandThatStartsOne() {
    CheckLine line = line(List.of(), List.of());

    assertThat(line.mark()).isEqualTo(Mark.BAD);
    assertThat(line.text())
        .startsWith(
            "No worker polls the task queue queue. Start it: java @target/invoice-worker.args")
        .contains("INVOICE_TASK_QUEUE", "TEMPORAL_NAMESPACE");
  }

  @Test
  void workerThatHasStopped_isBad() {
    CheckLine line = line(List.of(GONE), List.of(GONE));

    assertThat(line.mark()).isEqualTo(Mark.BAD);
    assertThat(line.text())
        .contains(
            "No worker polls the task queue queue now. The last one was \"8@desk\", 4 minutes ago.");
  }

  @Test
  void workerOfOneKindOnly_isBad() {
    assertThat(line(List.of(HERE), List.of(GONE)).text())
        .contains("for workflows only: \"7@desk\"");
    assertThat(line(List.of(), List.of(HERE)).text()).contains("for activities only: \"7@desk\"");
    assertThat(line(List.of(), List.of(HERE)).mark()).isEqualTo(Mark.BAD);
  }

  @Test
  void manyWorkers_areCounted_andAClockThatIsAheadDoesNotMatter() {
    List<PollerInfo> many = Collections.nCopies(5, poller("9@desk", -60));

    assertThat(line(many, many).text()).endsWith("\"9@desk\", 0 seconds ago; and 2 more.");
  }

  @Test
  void identityOfAStranger_staysInsideItsQuotationMarks() {
    PollerInfo stranger = poller("x\" is fine.\n✓ Worker", 1);

    assertThat(line(List.of(stranger), List.of(stranger)).text())
        .isEqualTo(
            "Polled the task queue queue (one that has stopped is shown for 90 seconds): \"x' is fine. ✓ Worker\", 1 second ago.");
  }

  @Test
  void workerOfThisVersion_isGood_andAnyOtherIsNamed() {
    PollerInfo current = poller("7@desk", 3, "invoice-processor", "1.2");

    assertThat(line("1.2", current).mark()).isEqualTo(Mark.GOOD);
    for (PollerInfo other :
        List.of(
            HERE,
            poller("7@desk", 3, "invoice-processor", "1.1"),
            poller("7@desk", 3, "another", "1.2"))) {
      assertThat(line("1.2", other).mark()).isEqualTo(Mark.WARNING);
      assertThat(line("1.2", current, other).text())
          .endsWith(
              "\"7@desk\" does not say that it is version 1.2 of the worker, as this server is. If it is an older one, stop it and start the one of this build.");
    }
  }

  private static CheckLine line(String version, PollerInfo... pollers) {
    return WorkerCheck.line("queue", List.of(pollers), List.of(pollers), Optional.of(version), NOW);
  }

  private static PollerInfo poller(String identity, int secondsAgo, String name, String build) {
    return poller(identity, secondsAgo).toBuilder()
        .setDeploymentOptions(
            WorkerDeploymentOptions.newBuilder().setDeploymentName(name).setBuildId(build))
        .build();
  }

  private static CheckLine line(List<PollerInfo> workflows, List<PollerInfo> activities) {
    return WorkerCheck.line("queue", workflows, activities, Optional.empty(), NOW);
  }

  private static PollerInfo poller(String identity, long secondsAgo) {
    return PollerInfo.newBuilder()
        .setIdentity(identity)
        .setLastAccessTime(
            Timestamp.newBuilder().setSeconds(NOW.minusSeconds(secondsAgo).getEpochSecond()))
        .build();
  }
}
