package dev.invoices.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.payment.RecordingGateway;
import dev.invoices.testkit.RecordingRegister;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.workflow.activity.PaymentActivitiesImpl;
import dev.invoices.workflow.activity.RegisterActivitiesImpl;
import dev.invoices.workflow.activity.Seal;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Decisions of both kinds that come at any moment, those before the first worker included, on the
 * real server: whichever counts, each invoice ends and its history replays.
 */
@Tag("real-server")
@Timeout(120)
class DecisionUpdateIT {

  private static final int INVOICES = 40;
  private static final ProcessingRules RULES =
      ProcessingRules.of(Duration.ofDays(5), Duration.ZERO, 2);

  private static TemporalFixture temporal;

  @BeforeAll
  static void start() throws Exception {
    temporal = TemporalFixture.devServer();
  }

  @AfterAll
  static void stop() throws Exception {
    if (temporal != null) {
      temporal.close();
    }
  }

  @Test
  void decisionsBeforeTheFirstWorker_andAfterwards_leaveHistoriesThatReplay() throws Exception {
    Random random = new Random(7);
    List<WorkflowStub> invoices = new ArrayList<>();
    List<CompletableFuture<Void>> decisions = new ArrayList<>();
    for (int n = 0; n < INVOICES; n++) {
      WorkflowStub invoice = submit("EARLY-" + n);
      invoices.add(invoice);
      decisions.add(decideSoon(invoice, random, n));
    }
    long updates = 0;
    WorkerFactory worker = startWorker();
    try {
      for (int n = 0; n < INVOICES; n++) {
        WorkflowStub invoice = submit("LATE-" + n);
        invoices.add(invoice);
        decisions.add(decideSoon(invoice, random, n));
        decisions.add(decideSoon(invoice, random, n + 1));
      }
      for (CompletableFuture<Void> decision : decisions) {
        decision.get(60, TimeUnit.SECONDS);
      }
      for (WorkflowStub invoice : invoices) {
        approveIfWaiting(invoice);
        assertThat(invoice.getResult(60, TimeUnit.SECONDS, String.class))
            .isIn("COMPLETED", "REJECTED");
        assertReplays(invoice);
        updates += acceptedUpdates(invoice);
      }
      assertThat(updates).as("decisions that were taken in one step").isPositive();
    } finally {
      worker.shutdownNow();
      worker.awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  private static WorkflowStub submit(String id) {
    WorkflowStub invoice =
        temporal
            .client()
            .newUntypedWorkflowStub(
                InvoiceWorkflow.TYPE,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(InvoiceWorkflow.workflowId(id))
                    .setTaskQueue(InvoiceWorkflow.TASK_QUEUE)
                    .build());
    invoice.start(InvoiceSamples.valid(InvoiceSamples.with("id", "\"" + id + "\"")));
    return invoice;
  }

  /** By a signal or by an update, which may be refused. */
  private static CompletableFuture<Void> decideSoon(WorkflowStub invoice, Random random, int n) {
    String name = random.nextInt(3) == 0 ? InvoiceWorkflow.REJECT : InvoiceWorkflow.APPROVE;
    boolean bySignal = random.nextInt(3) == 0;
    int delay = random.nextInt(400);
    return CompletableFuture.runAsync(
        () -> {
          if (bySignal) {
            invoice.signal(name, signal("request-" + n));
          } else {
            try {
              invoice.update(name, InvoiceSnapshot.class, signal("request-" + n));
            } catch (WorkflowUpdateException | WorkflowNotFoundException refused) {
              // As it is meant to be while no decision is awaited.
            }
          }
        },
        CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS));
  }

  /** One whose only decision was refused still waits. */
  private static void approveIfWaiting(WorkflowStub invoice) {
    try {
      invoice.signal(InvoiceWorkflow.APPROVE, signal("last"));
    } catch (WorkflowNotFoundException closed) {
      // Then it has been decided.
    }
  }

  private static DecisionSignal signal(String requestId) {
    return new DecisionSignal("anna", "test", "", requestId, Instant.now().toString());
  }

  private static WorkerFactory startWorker() {
    WorkerFactory factory = WorkerFactory.newInstance(temporal.client());
    var worker = factory.newWorker(InvoiceWorkflow.TASK_QUEUE);
    Seal seal = new Seal(new byte[32]);
    worker.registerWorkflowImplementationFactory(
        InvoiceWorkflow.class, () -> new InvoiceWorkflowImpl(RULES, RecordingGateway.LEDGER, seal));
    worker.registerActivitiesImplementations(
        new PaymentActivitiesImpl(new RecordingGateway(), seal),
        new RegisterActivitiesImpl(new RecordingRegister(), RecordingGateway.LEDGER));
    factory.start();
    return factory;
  }

  private static long acceptedUpdates(WorkflowStub invoice) {
    return temporal
        .client()
        .fetchHistory(invoice.getExecution().getWorkflowId())
        .getEvents()
        .stream()
        .filter(HistoryEvent::hasWorkflowExecutionUpdateAcceptedEventAttributes)
        .count();
  }

  private static void assertReplays(WorkflowStub invoice) {
    String id = invoice.getExecution().getWorkflowId();
    assertThatCode(
            () -> {
              try (InvoiceEnvironment environment = InvoiceEnvironment.withoutWorker()) {
                environment.replay(id, temporal.client().fetchHistory(id).toJson(false));
              }
            })
        .as(id)
        .doesNotThrowAnyException();
  }
}
