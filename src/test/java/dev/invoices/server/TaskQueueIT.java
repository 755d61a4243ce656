package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.ToolReply;
import dev.invoices.testkit.WorkerProcess;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two installations on one namespace, kept apart by their task queues. */
@Timeout(120)
class TaskQueueIT {

  private static final String OTHER_QUEUE = "invoices-of-ann";

  @Test
  void workerOfAnotherTaskQueue_leavesTheInvoiceAlone_andItsOwnServersWorkerTakesIt()
      throws Exception {
    try (var temporal = TemporalFixture.inMemory();
        var usual = temporal.startWorker(Map.of());
        var tools =
            McpTools.start(
                process -> {
                  ProcessBuilder served = temporal.serve(process);
                  served.environment().put("INVOICE_TASK_QUEUE", OTHER_QUEUE);
                  return served;
                },
                "claude-ai")) {
      // given a server with a task queue of its own, and a worker of the usual one
      ToolReply submitted =
          tools.submit("{\"id\": \"INV-1\", \"lines\": [{\"item\": \"Desk\", \"amount\": 10}]}");

      // when nobody works for the server's task queue, then nobody answers
      assertThat(submitted.code()).isEqualTo("STARTED");
      assertThat(submitted.content().get("worker_answered").asBoolean()).isFalse();
      assertThat(usual.isAlive()).isTrue();

      // and when a worker of this task queue comes, it does the work
      Queue<String> log = new ConcurrentLinkedQueue<>();
      try (var own =
          WorkerProcess.start(
              temporal.workerCommand(Map.of("INVOICE_TASK_QUEUE", OTHER_QUEUE)), log::add)) {
        tools.awaitStatus("INV-1", "Awaiting approval");
        assertThat(own.isAlive()).isTrue();
        assertThat(log)
            .anyMatch(line -> line.contains(", task queue invoices-of-ann."))
            .noneMatch(line -> line.contains("so it is ignored"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "my queue"})
  void wrongTaskQueue_endsBothProgramsWith2_inOneLine(String name) throws Exception {
    for (PackagedJar jar : new PackagedJar[] {PackagedJar.server(), PackagedJar.worker()}) {
      try (var program = JarProcess.startAlone(jar, Map.of("INVOICE_TASK_QUEUE", name))) {
        assertThat(program.exitStatus()).isEqualTo(2);
        assertThat(program.stdout()).isEmpty();
        assertThat(program.stderr())
            .singleElement()
            .asString()
            .contains("INVOICE_TASK_QUEUE is \"%s\" but must be".formatted(name));
      }
    }
  }

  @Test
  void printedConfig_carriesTheTaskQueueOver() throws Exception {
    Map<String, String> settings = Map.of("INVOICE_TASK_QUEUE", OTHER_QUEUE);
    try (var server = JarProcess.startAlone(PackagedJar.server(), settings, "--print-config")) {
      assertThat(server.exitStatus()).isZero();
      assertThat(String.join("\n", server.stdout()))
          .contains("\"INVOICE_TASK_QUEUE\" : \"invoices-of-ann\"");
    }
  }
}
