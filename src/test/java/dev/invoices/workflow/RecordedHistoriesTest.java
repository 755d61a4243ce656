package dev.invoices.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.NonDeterministicException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The histories of earlier versions' invoices run through today's workflow. A change that one of
 * them does not survive would break invoices that are waiting: put it behind {@code
 * Workflow.getVersion}, or behind a new revision of the recorded {@link ProcessingRules}, and
 * record new histories beside the old ones, which stay as they are.
 *
 * <p>{@code mvn test -Dtest=RecordedHistoriesTest -Drecord=true} records today's; only for paths
 * that have no history yet, an existing file is never touched.
 */
class RecordedHistoriesTest {

  private static final Path FOLDER = Path.of("src", "test", "resources", "histories");

  /** Where the histories of today's workflow are; those of its first revision are above it. */
  private static final Path OF_TODAY =
      FOLDER.resolve("revision-" + ProcessingRules.DEFAULT.revision());

  @BeforeAll
  static void recordWhatIsMissing() throws Exception {
    if (Boolean.getBoolean("record")) {
      Files.createDirectories(OF_TODAY);
      for (RecordedLife life : RecordedLife.values()) {
        for (RecordedLife.Client client : RecordedLife.Client.values()) {
          if (Files.notExists(file(life, client))) {
            record(life, client);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void recordedHistory_replays(Path recording) {
    assertThatCode(() -> replay(recording)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(RecordedLife.class)
  void everyLife_recordedForEachClient(RecordedLife life) {
    assertThat(RecordedLife.Client.values())
        .allSatisfy(client -> assertThat(file(life, client)).exists());
  }

  @Test
  void changedWorkflow_caught() {
    Path recording = file(RecordedLife.COMPLETED, RecordedLife.Client.OURS);

    assertThatThrownBy(
            () ->
                WorkflowReplayer.replayWorkflowExecution(
                    Files.readString(recording), HastyInvoiceWorkflow.class))
        .hasStackTraceContaining(NonDeterministicException.class.getSimpleName());
  }

  static Stream<Path> recordings() throws IOException {
    return Files.walk(FOLDER).filter(Files::isRegularFile).sorted();
  }

  private static Path file(RecordedLife life, RecordedLife.Client client) {
    return OF_TODAY.resolve((life + "-" + client + ".json").toLowerCase(Locale.ROOT));
  }

  private static void replay(Path recording) throws Exception {
    try (InvoiceEnvironment environment = InvoiceEnvironment.withoutWorker()) {
      environment.replay(Files.readString(recording));
    }
  }

  private static void record(RecordedLife life, RecordedLife.Client client) throws Exception {
    try (InvoiceEnvironment environment =
        InvoiceEnvironment.under(life.rules(), life.interceptors())) {
      SubmittedInvoice invoice = life.live(client, environment);
      String history =
          EnumSet.of(
                      RecordedLife.CONTINUED_AS_NEW,
                      RecordedLife.DECLINED_ACROSS_RUNS,
                      RecordedLife.RESET_ACROSS_RUNS,
                      RecordedLife.COMPARED_ACROSS_RUNS)
                  .contains(life)
              ? invoice.lastHistoryJson()
              : invoice.historyJson();
      Files.writeString(file(life, client), history);
    }
  }
}
