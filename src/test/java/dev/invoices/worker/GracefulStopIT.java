package dev.invoices.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.payment.RecordingGateway;
import dev.invoices.payment.sandbox.Hold;
import dev.invoices.temporal.TemporalConnection;
import dev.invoices.temporal.TemporalProfile;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.RecordingRegister;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.workflow.InvoiceWorkflow;
import dev.invoices.workflow.InvoiceWorkflowImpl;
import dev.invoices.workflow.ProcessingRules;
import dev.invoices.workflow.activity.Heartbeat;
import dev.invoices.workflow.activity.PaymentActivitiesImpl;
import dev.invoices.workflow.activity.RegisterActivitiesImpl;
import dev.invoices.workflow.activity.Seal;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two workers with one slow provider, of which one is stopped during a payment. */
@Tag("real-server")
@Tag("patient")
@Timeout(120)
class GracefulStopIT {

  private final RecordingGateway gateway = new RecordingGateway();

  @Test
  void workerStoppedInALongPayment_keepsItUntilItIsDone() throws Exception {
    try (TemporalFixture temporal = TemporalFixture.devServer();
        McpTools tools = McpTools.start(temporal::serve, "claude-ai")) {
      // given a payment that is in progress at one worker
      Hold provider = gateway.hold(1);
      WorkerLifecycle first = worker(temporal);
      tools.submit("{\"id\": \"SLOW-1\", \"lines\": [{\"item\": \"Desk\", \"amount\": 10}]}");
      tools.awaitStatus("SLOW-1", "Awaiting approval");
      tools.approve("SLOW-1");
      Eventually.see("a payment", gateway::attempts, made -> !made.isEmpty());
      WorkerLifecycle second = worker(temporal);

      // when that worker is stopped, and the provider takes longer than Temporal waits in silence
      CompletableFuture<Void> stop = CompletableFuture.runAsync(first::stop);
      TimeUnit.MILLISECONDS.sleep(Heartbeat.TIMEOUT.plus(Duration.ofSeconds(3)).toMillis());
      boolean stoppedBefore = stop.isDone();
      provider.release();
      stop.get(10, TimeUnit.SECONDS);
      tools.awaitStatus("SLOW-1", "Completed");
      second.stop();

      // then the other worker did not get the payment
      assertThat(gateway.attemptedLines()).containsExactly("SLOW-1/1");
      assertThat(stoppedBefore).as("stopped before the payment was made").isFalse();
    }
  }

  private WorkerLifecycle worker(TemporalFixture temporal) throws Exception {
    TemporalConnection connection =
        TemporalConnection.open(
            TemporalProfile.fromEnvironment(
                Map.of(
                    "TEMPORAL_ADDRESS",
                    temporal.address(),
                    "TEMPORAL_CONFIG_FILE",
                    temporal.file("temporal.toml").toString())));
    WorkerFactory factory = WorkerFactory.newInstance(connection.client());
    var worker =
        factory.newWorker(InvoiceWorkflow.TASK_QUEUE, WorkerAssembly.options(Optional.empty()));
    Seal seal = new Seal(new byte[32]);
    ProcessingRules rules = ProcessingRules.of(Duration.ofMinutes(5), Duration.ZERO, 1);
    worker.registerWorkflowImplementationFactory(
        InvoiceWorkflow.class, () -> new InvoiceWorkflowImpl(rules, gateway.ledger(), seal));
    worker.registerActivitiesImplementations(
        new PaymentActivitiesImpl(gateway, seal),
        new RegisterActivitiesImpl(new RecordingRegister(), gateway.ledger()));
    WorkerLifecycle lifecycle = new WorkerLifecycle(factory, connection, () -> {});
    lifecycle.startWhenTemporalIsUp();
    return lifecycle;
  }
}
