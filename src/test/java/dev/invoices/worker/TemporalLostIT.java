package dev.invoices.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.invoices.testkit.Certificates;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.TemporalFixture;
import io.temporal.api.operatorservice.v1.DeleteNamespaceRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose Temporal cannot be used says so in one line, and in another that it can again. */
@Timeout(180)
@Tag("patient")
class TemporalLostIT {

  private static final String LOST = "cannot be used";
  private static final String BACK = "can be used";
  private static final Duration NOTICED = Duration.ofSeconds(30);

  /** Longer than the worker takes to look several times. */
  private static final int SEVERAL_LOOKS_SECONDS = 12;

  @Test
  void temporalThatIsKilledAndStartedAgain_isOneLineEach() throws Exception {
    try (var temporal = TemporalFixture.devServer(List.of("default"));
        var worker = JarProcess.start(temporal.workerCommand(Map.of()))) {
      // given a worker that has started long ago
      worker.stdoutLine(0);

      // when Temporal goes, stays away for a while, and comes back
      temporal.kill();
      awaitLine(worker, LOST);
      TimeUnit.SECONDS.sleep(SEVERAL_LOOKS_SECONDS);
      temporal.restart();
      awaitLine(worker, BACK);

      // then each is one line that says what to do
      assertThat(linesWith(worker, LOST))
          .singleElement()
          .asString()
          .contains(
              "Temporal at %s (namespace default) cannot be used any more: "
                  .formatted(temporal.address()),
              "Start Temporal, or correct TEMPORAL_ADDRESS");
      assertThat(linesWith(worker, BACK))
          .singleElement()
          .asString()
          .endsWith(
              "Temporal at %s (namespace default) can be used again."
                  .formatted(temporal.address()));
      assertThat(worker.stderr()).noneMatch(line -> line.contains("Exception"));
    }
  }

  @Test
  void namespaceThatIsMissingAtTheStart_andDeletedLater_isOneLineEach(@TempDir Path directory)
      throws Exception {
    try (var temporal = TemporalFixture.devServer(List.of("default"));
        var worker =
            JarProcess.start(
                temporal.serve(
                    new ProcessBuilder(PackagedJar.worker().command(JarProcess.jvmOptions())),
                    "late",
                    directory.resolve("ledger.db")))) {
      // given a namespace that is missing at first
      assertThat(worker.stderrLineWith(LOST))
          .contains(
              "(namespace late) cannot be used yet: ",
              "Create the namespace, or correct TEMPORAL_NAMESPACE");
      TimeUnit.SECONDS.sleep(SEVERAL_LOOKS_SECONDS);
      assertThat(linesWith(worker, LOST)).hasSize(1);
      create(temporal, "late");
      awaitLine(worker, "can be used now");
      worker.stdoutLine(0);

      // when it is deleted while the worker runs, and made again
      delete(temporal, "late");
      awaitLine(worker, "cannot be used any more");
      TimeUnit.SECONDS.sleep(SEVERAL_LOOKS_SECONDS);
      create(temporal, "late");
      awaitLine(worker, "can be used again");

      // then each is one line
      assertThat(linesWith(worker, LOST)).hasSize(2);
      assertThat(linesWith(worker, BACK)).hasSize(2);
      assertThat(worker.stderr()).noneMatch(line -> line.contains("Exception"));
    }
  }

  @Test
  void keyThatIsRefusedLater_andAcceptedAgain_isOneLineEach(@TempDir Path directory)
      throws Exception {
    Certificates certificates = Certificates.createIn(directory);
    try (var temporal = TemporalFixture.requiringApiKey("first-key", certificates);
        var worker =
            JarProcess.startAlone(
                PackagedJar.worker(),
                Map.of(
                    "TEMPORAL_ADDRESS",
                    temporal.address(),
                    "TEMPORAL_API_KEY",
                    "first-key",
                    "TEMPORAL_TLS_SERVER_CA_CERT_PATH",
                    certificates.certificate(Certificates.AUTHORITY).toString()))) {
      worker.stdoutLine(0);

      temporal.changeApiKey("second-key");
      awaitLine(worker, LOST);
      TimeUnit.SECONDS.sleep(SEVERAL_LOOKS_SECONDS);
      temporal.changeApiKey("first-key");
      awaitLine(worker, BACK);

      assertThat(linesWith(worker, LOST))
          .singleElement()
          .asString()
          .contains("cannot be used any more: ", "Check TEMPORAL_API_KEY or the client certificate")
          .doesNotContain("first-key");
      assertThat(linesWith(worker, BACK)).hasSize(1);
    }
  }

  private static void awaitLine(JarProcess worker, String text) throws Exception {
    Eventually.see(
        "a line with " + text, NOTICED, () -> linesWith(worker, text), found -> !found.isEmpty());
  }

  private static List<String> linesWith(JarProcess worker, String text)
      throws InterruptedException {
    return worker.stderr().stream().filter(line -> line.contains(text)).toList();
  }

  private static void create(TemporalFixture temporal, String namespace) throws Exception {
    Eventually.see(
        "a new namespace",
        () ->
            temporal
                .stubs()
                .blockingStub()
                .registerNamespace(
                    RegisterNamespaceRequest.newBuilder()
                        .setNamespace(namespace)
                        .setWorkflowExecutionRetentionPeriod(Durations.fromDays(1))
                        .build()),
        made -> true);
  }

  private static void delete(TemporalFixture temporal, String namespace) {
    OperatorServiceGrpc.newBlockingStub(temporal.stubs().getRawChannel())
        .deleteNamespace(DeleteNamespaceRequest.newBuilder().setNamespace(namespace).build());
  }
}
