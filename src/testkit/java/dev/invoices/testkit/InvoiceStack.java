package dev.invoices.testkit;

import dev.invoices.payment.PaymentGateway;
import dev.invoices.workflow.InvoiceWorkflow;
import dev.invoices.workflow.InvoiceWorkflowImpl;
import dev.invoices.workflow.ProcessingRules;
import dev.invoices.workflow.activity.PaymentActivities;
import dev.invoices.workflow.activity.PaymentActivitiesImpl;
import dev.invoices.workflow.activity.RegisterActivitiesImpl;
import dev.invoices.workflow.activity.Seal;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.WorkerFactory;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An in-memory Temporal and what a test starts around it; closing it stops everything in reverse
 * order. The in-memory server does not hand workflows over from one worker to the next, so start
 * one worker at most.
 */
public final class InvoiceStack implements AutoCloseable {

  private final TemporalFixture temporal;
  private final Deque<Closeable> parts = new ArrayDeque<>();

  private InvoiceStack(TemporalFixture temporal) {
    this.temporal = temporal;
  }

  /** Starts Temporal alone. */
  public static InvoiceStack start() throws IOException {
    return new InvoiceStack(TemporalFixture.inMemory());
  }

  public TemporalFixture temporal() {
    return temporal;
  }

  /** Temporal as any client sees it, with exact numbers. */
  public WorkflowClient client() {
    return temporal.client();
  }

  /** Launches a server for a client of this name. */
  public McpTools connect(String clientName) throws IOException {
    McpTools tools = McpTools.start(temporal::serve, clientName);
    parts.push(tools::close);
    return tools;
  }

  /**
   * Sends an invoice through server and worker, whose first one may take longer than it should:
   * that they answer in time is for processes that have loaded their classes.
   */
  public void warmUp(McpTools tools) throws Exception {
    Eventually.see(
        "the first answer",
        () ->
            tools.submit("{\"id\": \"WARM-UP\", \"lines\": [{\"item\": \"Desk\", \"amount\": 1}]}"),
        reply -> !reply.isError());
    tools.awaitStatus("WARM-UP", "Awaiting approval");
  }

  /** Starts the packaged worker with these settings. */
  public WorkerProcess startWorker(Map<String, String> settings) throws Exception {
    WorkerProcess worker = temporal.startWorker(settings);
    parts.push(worker::close);
    return worker;
  }

  /** Runs our workflow in this JVM, paying through a gateway that does as the test says. */
  public void startWorker(ProcessingRules terms, PaymentGateway gateway) {
    Seal seal = new Seal(new byte[32]);
    startWorker(
        worker -> {
          worker.registerWorkflowImplementationFactory(
              InvoiceWorkflow.class, () -> new InvoiceWorkflowImpl(terms, gateway.ledger(), seal));
          worker.registerActivitiesImplementations(
              new PaymentActivitiesImpl(gateway, seal),
              new RegisterActivitiesImpl(new RecordingRegister(), gateway.ledger()));
        });
  }

  /** Runs any worker of the invoice task queue in this JVM, until it or the stack is closed. */
  public Closeable startWorker(Consumer<io.temporal.worker.Worker> registration) {
    WorkerFactory factory = WorkerFactory.newInstance(client());
    registration.accept(factory.newWorker(InvoiceWorkflow.TASK_QUEUE));
    factory.start();
    Closeable worker =
        () -> {
          factory.shutdownNow();
          factory.awaitTermination(5, TimeUnit.SECONDS);
        };
    parts.push(worker);
    return worker;
  }

  /** The latest workflow of an invoice. */
  public WorkflowStub workflow(String invoiceId) {
    return client().newUntypedWorkflowStub(InvoiceWorkflow.workflowId(invoiceId));
  }

  /** Which run is the latest of an invoice. */
  public String runId(String invoiceId) {
    return workflow(invoiceId).describe().getExecution().getRunId();
  }

  /** The events of one type in the latest workflow of an invoice. */
  public List<HistoryEvent> events(String invoiceId, EventType... types) {
    return client().fetchHistory(InvoiceWorkflow.workflowId(invoiceId)).getEvents().stream()
        .filter(event -> List.of(types).contains(event.getEventType()))
        .toList();
  }

  /** The decisions about an invoice that Temporal has recorded, in order, by their name. */
  public List<String> decisions(String invoiceId) {
    return events(
            invoiceId,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED)
        .stream()
        .map(
            event ->
                event.hasWorkflowExecutionSignaledEventAttributes()
                    ? event.getWorkflowExecutionSignaledEventAttributes().getSignalName()
                    : event
                        .getWorkflowExecutionUpdateAcceptedEventAttributes()
                        .getAcceptedRequest()
                        .getInput()
                        .getName())
        .toList();
  }

  /** The inputs of the payments that were requested for an invoice, as JSON, in order. */
  public List<String> requestedPayments(String invoiceId) {
    return events(invoiceId, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED).stream()
        .map(HistoryEvent::getActivityTaskScheduledEventAttributes)
        .filter(
            request ->
                request.getActivityType().getName().equals(PaymentActivities.PROCESS_PAYMENT))
        .map(request -> request.getInput().getPayloads(0).getData().toStringUtf8())
        .toList();
  }

  @Override
  public void close() throws IOException {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
    temporal.close();
  }
}
