package dev.invoices.client.record;

import com.google.protobuf.ByteString;
import dev.invoices.client.paging.PageBudget;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.workflow.InvoiceWorkflow;
import io.grpc.Deadline;
import io.grpc.Status;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads Temporal's list of open invoices, which Temporal calls its visibility. It follows the
 * workflows with a delay of a moment. What an invoice is stands in its memo, so that no search
 * attribute is needed.
 */
public final class VisibilityList {

  /** The newest ones, which is more than a person reads. */
  private static final int MAX_READ = 1_000;

  private static final int PAGE = 250;

  /** Enough even if all memos are as large as Temporal allows. */
  private static final int MAX_PAGES = 100;

  private static final long MAX_BYTES = 32L * 1024 * 1024;

  /** For all pages. */
  private static final Duration READING_TIME = Duration.ofSeconds(3);

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
    Deadline until = calls.forPages(READING_TIME);
    PageBudget budget = PageBudget.of(PAGE, MAX_PAGES, MAX_BYTES);
    Map<String, OpenInvoice> byWorkflow = new LinkedHashMap<>();
    Optional<ByteString> next = Optional.of(ByteString.EMPTY);
    boolean isFirst = true;
    while (next.isPresent()
        && (isFirst || byWorkflow.size() < MAX_READ && !until.isExpired() && !budget.isSpent())) {
      try {
        next = page(next.get(), budget, until, byWorkflow);
        isFirst = false;
      } catch (InvoiceClientException e) {
        if (!budget.shrinksAfter(e)) {
          if (isFirst) {
            throw e;
          }
          break;
        }
      }
    }
    List<OpenInvoice> open =
        byWorkflow.values().stream()
            .filter(OpenInvoice::mayStillPay)
            .sorted(OpenInvoice.BY_DEADLINE)
            .toList();
    return next.isEmpty() ? OpenInvoices.all(open) : new OpenInvoices(open, count(open.size()));
  }

  /**
   * @return where the next page begins, if there is one
   */
  private Optional<ByteString> page(
      ByteString token, PageBudget budget, Deadline until, Map<String, OpenInvoice> byWorkflow)
      throws InvoiceClientException {
    ListWorkflowExecutionsRequest request =
        ListWorkflowExecutionsRequest.newBuilder()
            .setNamespace(namespace)
            .setQuery(query)
            .setPageSize(budget.entries())
            .setNextPageToken(token)
            .build();
    return calls.page(
        until,
        () -> temporal.listWorkflowExecutions(request),
        page -> {
          budget.spend(page);
          // The newest run comes first; an earlier one under the same id ended a moment ago.
          page.getExecutionsList().stream()
              .flatMap(run -> invoice(run).stream())
              .forEach(invoice -> byWorkflow.putIfAbsent(invoice.run().workflowId(), invoice));
          return Optional.of(page.getNextPageToken()).filter(next -> !next.isEmpty());
        });
  }

  /**
   * @param read how many were read
   * @return empty when Temporal does not count them in time
   */
  private OptionalLong count(int read) {
    CountWorkflowExecutionsRequest request =
        CountWorkflowExecutionsRequest.newBuilder().setNamespace(namespace).setQuery(query).build();
    try {
      long count = calls.call(() -> temporal.countWorkflowExecutions(request)).getCount();
      return OptionalLong.of(Math.max(read, count));
    } catch (InvoiceClientException e) {
      return OptionalLong.empty();
    }
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
