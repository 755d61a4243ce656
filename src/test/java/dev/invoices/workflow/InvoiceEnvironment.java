package dev.invoices.workflow;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.payment.RecordingGateway;
import dev.invoices.temporal.JsonDataConverter;
import dev.invoices.testkit.RecordingRegister;
import dev.invoices.workflow.activity.PaymentActivitiesImpl;
import dev.invoices.workflow.activity.RegisterActivitiesImpl;
import dev.invoices.workflow.activity.Seal;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.testservice.v1.LockTimeSkippingRequest;
import io.temporal.api.testservice.v1.UnlockTimeSkippingRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.serviceclient.TestServiceStubs;
import io.temporal.serviceclient.TestServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The product's workflow and activity on a Temporal server of their own, with a recording payment
 * gateway. The server's clock jumps over what a test waits for, and only then.
 *
 * <p>Closing it replays the history of every invoice, so that each test proves its path to be
 * deterministic.
 */
final class InvoiceEnvironment implements AutoCloseable {

  static final ProcessingRules WITHOUT_PAUSE = rules(Duration.ZERO, 1, 300);

  private static final ProcessingRules OTHER_RULES =
      ProcessingRules.of(Duration.ofHours(7), Duration.ofMinutes(7), 9).withLinesPerRun(7);

  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder()
                      .setDataConverter(JsonDataConverter.instance())
                      .setIdentity("invoice-test")
                      .setWorkerHeartbeatInterval(Duration.ofSeconds(-1))
                      .build())
              .build());
  private final RecordingGateway gateway = new RecordingGateway();
  private final RecordingRegister register = new RecordingRegister();
  private final List<SubmittedInvoice> submitted = new ArrayList<>();
  private final List<SubmittedInvoice> continued = new ArrayList<>();
  private final WorkerOptions workerOptions;
  private WorkerFactory workers;
  private WorkerFactory strangers;

  private InvoiceEnvironment(WorkerOptions workerOptions) {
    this.workerOptions = workerOptions;
  }

  /** Those of an invoice that began before it belonged to a ledger. */
  static final ProcessingRules OF_THE_THIRD_REVISION =
      new ProcessingRules(
          Duration.ofDays(5),
          Duration.ZERO,
          1,
          300,
          ProcessingRules.THIRD_REVISION,
          PaymentPer.LINE);

  /** Rules with the default of five days for a decision. */
  static ProcessingRules rules(Duration pace, int paymentsInFlight, int linesPerRun) {
    return ProcessingRules.of(Duration.ofDays(5), pace, paymentsInFlight)
        .withLinesPerRun(linesPerRun);
  }

  /** A server with a worker under these rules. */
  static InvoiceEnvironment under(ProcessingRules rules, WorkerInterceptor... interceptors) {
    InvoiceEnvironment environment = new InvoiceEnvironment(WorkerOptions.getDefaultInstance());
    environment.startWorker(rules, InvoiceWorkflow.TASK_QUEUE, interceptors);
    return environment;
  }

  /**
   * A server without a worker, on which one worker may follow another. They claim no workflow as
   * theirs, because the in-memory server would keep its tasks for a worker that has stopped
   * (temporal-testing 1.38).
   */
  static InvoiceEnvironment withoutWorker() {
    return new InvoiceEnvironment(
        WorkerOptions.newBuilder().setStickyQueueScheduleToStartTimeout(Duration.ZERO).build());
  }

  /** Starts the only worker, or the next one after {@link #stopWorker}. */
  void startWorker(ProcessingRules rules) {
    startWorker(rules, InvoiceWorkflow.TASK_QUEUE);
  }

  /** The same for another task queue. */
  void startWorker(ProcessingRules rules, String taskQueue, WorkerInterceptor... interceptors) {
    workers = newWorkers(rules, taskQueue, interceptors);
    workers.start();
  }

  /** Stops the worker; the server does not know and keeps its invoices. */
  void stopWorker() {
    workers.shutdown();
    workers.awaitTermination(10, TimeUnit.SECONDS);
    workers = null;
  }

  RecordingGateway gateway() {
    return gateway;
  }

  RecordingRegister register() {
    return register;
  }

  /** Moves the server's clock forward. */
  void skip(Duration duration) {
    temporal.sleep(duration);
  }

  /** The same while a workflow task waits for a worker, which stops the clock. */
  void skipOverAWaitingTask(Duration duration) {
    TestServiceStubs clock =
        TestServiceStubs.newServiceStubs(
            TestServiceStubsOptions.newBuilder()
                .setChannel(temporal.getWorkflowServiceStubs().getRawChannel())
                .validateAndBuildWithDefaults());
    clock.blockingStub().unlockTimeSkipping(UnlockTimeSkippingRequest.getDefaultInstance());
    temporal.sleep(duration);
    clock.blockingStub().lockTimeSkipping(LockTimeSkippingRequest.getDefaultInstance());
  }

  /** Submits an invoice as any client would; no argument means no input at all. */
  SubmittedInvoice submit(Object... input) {
    WorkflowClient client = temporal.getWorkflowClient();
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            InvoiceWorkflow.TYPE,
            WorkflowOptions.newBuilder()
                .setWorkflowId(InvoiceWorkflow.workflowId(InvoiceSamples.ID + suffix()))
                .setTaskQueue(InvoiceWorkflow.TASK_QUEUE)
                .build());
    stub.start(input);
    SubmittedInvoice invoice = new SubmittedInvoice(client, stub);
    submitted.add(invoice);
    return invoice;
  }

  /** Has a workflow of somebody else's worker continue as that of an invoice. */
  SubmittedInvoice continuedByAStranger(String json, Object state) {
    WorkflowClient client = temporal.getWorkflowClient();
    strangers = WorkerFactory.newInstance(client);
    strangers
        .newWorker(StrangersWorkflow.TASK_QUEUE, workerOptions)
        .registerWorkflowImplementationTypes(StrangersWorkflow.Implementation.class);
    strangers.start();
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            InvoiceWorkflow.TYPE,
            WorkflowOptions.newBuilder()
                .setWorkflowId(InvoiceWorkflow.workflowId(InvoiceSamples.ID))
                .setTaskQueue(StrangersWorkflow.TASK_QUEUE)
                .build());
    stub.start(InvoiceSamples.node(json), state);
    SubmittedInvoice invoice = new SubmittedInvoice(client, stub);
    invoice.awaitNextRun();
    continued.add(invoice);
    return invoice;
  }

  /** Submits an invoice and waits until it awaits a decision. */
  SubmittedInvoice awaitingApproval(String json) {
    SubmittedInvoice invoice = submitJson(json);
    invoice.awaitStatus(InvoiceStatus.AWAITING_APPROVAL);
    return invoice;
  }

  /** Submits an invoice that stands in JSON. */
  SubmittedInvoice submitJson(String json) {
    return submit(InvoiceSamples.node(json));
  }

  @Override
  public void close() {
    try {
      submitted.forEach(this::replay);
      for (SubmittedInvoice invoice : continued) {
        if (invoice.isTakenUp()) {
          replayed(invoice.workflowId(), invoice.lastHistoryJson());
        }
      }
    } finally {
      if (workers != null) {
        workers.shutdownNow();
      }
      if (strangers != null) {
        strangers.shutdownNow();
      }
      temporal.close();
    }
  }

  /** Runs the recorded history of a test's first invoice through today's code. */
  void replay(String historyJson) throws Exception {
    replay(InvoiceWorkflow.workflowId(InvoiceSamples.ID), historyJson);
  }

  /** On a worker with other rules. A history does not contain its workflow's id. */
  void replay(String workflowId, String historyJson) throws Exception {
    newWorkers(OTHER_RULES, InvoiceWorkflow.TASK_QUEUE)
        .getWorker(InvoiceWorkflow.TASK_QUEUE)
        .replayWorkflowExecution(WorkflowExecutionHistory.fromJson(historyJson, workflowId));
  }

  private void replay(SubmittedInvoice invoice) {
    if (invoice.events(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED).isEmpty()) {
      return;
    }
    replayed(invoice.workflowId(), invoice.historyJson());
  }

  private void replayed(String workflowId, String historyJson) {
    try {
      replay(workflowId, historyJson);
    } catch (Exception e) {
      throw new AssertionError("the history does not replay", e);
    }
  }

  /** The second invoice of a test has the id INV-7-2. */
  private String suffix() {
    return submitted.isEmpty() ? "" : "-" + (submitted.size() + 1);
  }

  private WorkerFactory newWorkers(
      ProcessingRules rules, String taskQueue, WorkerInterceptor... interceptors) {
    WorkerFactory factory =
        WorkerFactory.newInstance(
            temporal.getWorkflowClient(),
            WorkerFactoryOptions.newBuilder().setWorkerInterceptors(interceptors).build());
    var worker = factory.newWorker(taskQueue, workerOptions);
    Seal seal = new Seal(new byte[32]);
    worker.registerWorkflowImplementationFactory(
        InvoiceWorkflow.class, () -> new InvoiceWorkflowImpl(rules, gateway.ledger(), seal));
    worker.registerActivitiesImplementations(
        new PaymentActivitiesImpl(gateway, seal),
        new RegisterActivitiesImpl(register, gateway.ledger()));
    return factory;
  }
}
