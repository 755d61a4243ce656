package dev.invoices.client;

import dev.invoices.client.InvoiceView.InvoiceRun;
import dev.invoices.invoice.DecisionSignal;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceResult;
import dev.invoices.server.tools.ResultCode;
import dev.invoices.temporal.TemporalConnection;
import dev.invoices.workflow.InvoiceMemo;
import dev.invoices.workflow.InvoiceWorkflow;
import dev.invoices.workflow.WebUiTexts;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Instant;
import java.util.Optional;

/** The invoices in Temporal, as one tool call sees and changes them; one instance a call. */
public final class InvoiceClient {

  private final TemporalConnection connection;
  private final DeadlineCalls calls;
  private final InvoiceLookup lookup;

  public InvoiceClient(TemporalConnection connection) {
    this.connection = connection;
    this.calls = new DeadlineCalls(connection);
    this.lookup = new InvoiceLookup(calls);
  }

  /**
   * The invoice as it is now.
   *
   * @return empty when there is none under this id
   */
  public Optional<InvoiceView> look(String invoiceId)
      throws TemporalException, NotAnInvoiceException {
    return lookup.look(invoiceId);
  }

  /**
   * Starts the workflow of an invoice, unless one is open under its id or the earlier one may have
   * paid something.
   */
  public Submission submit(Invoice invoice) throws TemporalException, NotAnInvoiceException {
    if (start(invoice, WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)) {
      return started(invoice);
    }
    Optional<InvoiceView> earlier = look(invoice.id());
    if (earlier.isPresent() && !earlier.get().open() && hasPaidNothing(earlier.get())) {
      if (start(invoice, WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)) {
        return started(invoice);
      }
      earlier = look(invoice.id());
    }
    if (earlier.isPresent() && earlier.get().open()) {
      return new Submission(
          isSame(invoice, earlier.get()) ? ResultCode.ALREADY_OPEN : ResultCode.ID_IN_USE, earlier);
    }
    return new Submission(ResultCode.ALREADY_CLOSED, earlier);
  }

  /**
   * Sends a decision to exactly the run that was looked at.
   *
   * @return false when that run has closed meanwhile and nothing was sent
   */
  public boolean decide(InvoiceRun run, boolean approve, DecisionSignal decider)
      throws TemporalException {
    WorkflowStub workflow = run.stub(connection.client());
    try {
      return calls.call(
          () -> {
            workflow.signal(approve ? InvoiceWorkflow.APPROVE : InvoiceWorkflow.REJECT, decider);
            return true;
          });
    } catch (WorkflowNotFoundException e) {
      return false;
    }
  }

  private boolean start(Invoice invoice, WorkflowIdReusePolicy reuse) throws TemporalException {
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(InvoiceWorkflow.workflowId(invoice.id()))
            .setTaskQueue(InvoiceWorkflow.TASK_QUEUE)
            .setWorkflowIdReusePolicy(reuse)
            .setMemo(InvoiceMemo.submitted(invoice, Instant.now()))
            .setStaticSummary(WebUiTexts.summary(invoice))
            .setStaticDetails(WebUiTexts.details(invoice))
            .build();
    try {
      calls.call(
          () ->
              connection
                  .client()
                  .newUntypedWorkflowStub(InvoiceWorkflow.TYPE, options)
                  .start(invoice));
      return true;
    } catch (WorkflowExecutionAlreadyStarted e) {
      return false;
    }
  }

  /**
   * The invoice is safe in Temporal now; that it cannot be looked at must not look like failure.
   */
  private Submission started(Invoice invoice) throws NotAnInvoiceException {
    try {
      return new Submission(ResultCode.STARTED, look(invoice.id()));
    } catch (TemporalException e) {
      return new Submission(ResultCode.STARTED, Optional.empty());
    }
  }

  /**
   * Whether it is certain that nothing was paid: the workflow said so itself, or no payment was
   * ever requested. A run that was terminated while paying does not pass.
   */
  private boolean hasPaidNothing(InvoiceView closed) throws TemporalException {
    InvoiceHistory history = lookup.history(closed.run());
    return history.result().equals(InvoiceResult.REJECTED.name()) || !history.hasRequestedPayment();
  }

  private boolean isSame(Invoice invoice, InvoiceView open) throws TemporalException {
    String digest = invoice.digest();
    if (open.details().isPresent() && !open.details().get().digest().isEmpty()) {
      return open.details().get().digest().equals(digest);
    }
    return lookup
        .history(open.run())
        .submitted()
        .map(Invoice::digest)
        .filter(digest::equals)
        .isPresent();
  }
}
