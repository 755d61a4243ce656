package dev.invoices.client.record;

import com.google.protobuf.ByteString;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.workflow.InvoiceWorkflow;
import io.grpc.Deadline;
import io.grpc.Status;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Reads Temporal's list of open invoices, which Temporal calls its visibility. It follows the
 * workflows with a delay of a moment. What an invoice is stands in its memo, so that no search
 * attribute is needed.
 */
public final class VisibilityList {

  /** The newest ones, which is more than a person reads. */
  private static final int MAX_READ = 1_000;

  private static final int PAGE = 250;

  /** After this time no further page is begun. */
  private static final Duration READING_TIME = Duration.ofSeconds(2);

  /** Paused workflows are open, too, but not running (server 1.32). */
  private static final String OPEN =
      "WorkflowType = '%s' AND TaskQueue = '%s' AND CloseTime IS NULL";

  private static final Set<Status.Code> CANNOT_LIST =
      EnumSet.of(Status.Code.UNIMPLEMENTED, Status.Code.INVALID_ARGUMENT);

  private final DeadlineCalls calls;
  private final WorkflowServiceBlockingStub temporal;
  private final String namespace;
  private final String query;

  /** Reads nothing yet. */
  public VisibilityList(DeadlineCalls calls) {
    WorkflowClient client = calls.connection().client();
    this.calls = calls;
    this.temporal = client.getWorkflowServiceStubs().blockingStub();
    this.namespace = client.getOptions().getNamespace();
    String taskQueue = calls.connection().taskQueue(InvoiceWorkflow.TASK_QUEUE);
    this.query = OPEN.formatted(InvoiceWorkflow.TYPE, taskQueue);
  }

  /**
   * The invoices that are open.
   *
   * @return empty when this Temporal cannot list workflows, as the in-memory server cannot; or not
   *     by such a filter, as one without advanced visibility
   */
  public Optional<OpenInvoices> read() throws InvoiceClientException {
    try {
      return Optional.of(pages());
    } catch (InvoiceClientException e) {
      if (CANNOT_LIST.contains(e.grpcStatus())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private OpenInvoices pages() throws InvoiceClientException {
    Deadline readingTime = Deadline.after(READING_TIME.toMillis(), TimeUnit.MILLISECONDS);
    Map<String, OpenInvoice> byWorkflow = new LinkedHashMap<>();
    ByteString next = ByteString.EMPTY;
    do {
      ListWorkflowExecutionsResponse page = page(next);
      // The newest run comes first; an earlier one under the same id ended a moment ago.
      page.getExecutionsList().stream()
          .flatMap(run -> invoice(run).stream())
          .forEach(invoice -> byWorkflow.putIfAbsent(invoice.run().workflowId(), invoice));
      next = page.getNextPageToken();
    } while (!next.isEmpty() && byWorkflow.size() < MAX_READ && !readingTime.isExpired());
    List<OpenInvoice> open =
        byWorkflow.values().stream()
            .filter(OpenInvoice::mayStillPay)
            .sorted(OpenInvoice.BY_DEADLINE)
            .toList();
    return new OpenInvoices(open, next.isEmpty() ? open.size() : Math.max(open.size(), count()));
  }

  private ListWorkflowExecutionsResponse page(ByteString token) throws InvoiceClientException {
    return calls.call(
        () ->
            temporal.listWorkflowExecutions(
                ListWorkflowExecutionsRequest.newBuilder()
                    .setNamespace(namespace)
                    .setQuery(query)
                    .setPageSize(PAGE)
                    .setNextPageToken(token)
                    .build()));
  }

  private long count() throws InvoiceClientException {
    return calls
        .call(
            () ->
                temporal.countWorkflowExecutions(
                    CountWorkflowExecutionsRequest.newBuilder()
                        .setNamespace(namespace)
                        .setQuery(query)
                        .build()))
        .getCount();
  }

  /** Empty for a workflow that another program has named otherwise: no tool could find it. */
  private static Optional<OpenInvoice> invoice(WorkflowExecutionInfo run) {
    Optional<InvoiceSnapshot> memo = RecordedInvoice.memo(run.getMemo());
    InvoiceStatus status =
        run.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_PAUSED
            ? InvoiceStatus.PAUSED
            : memo.map(InvoiceSnapshot::status).orElse(InvoiceStatus.UNKNOWN);
    return InvoiceWorkflow.invoiceId(run.getExecution().getWorkflowId())
        .map(id -> InvoiceRun.of(id, run.getExecution().getRunId()))
        .map(named -> new OpenInvoice(named, status, memo));
  }
}
