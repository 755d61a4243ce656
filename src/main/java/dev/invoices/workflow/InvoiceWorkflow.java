package dev.invoices.workflow;

import dev.invoices.invoice.InvoiceResult;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.decision.Objection;
import dev.invoices.invoice.reading.InvoiceId;
import dev.invoices.workflow.activity.PaymentActivities;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Arrays;
import java.util.Optional;

/**
 * The life of one invoice: a person decides within the approval timeout, then its lines are paid in
 * order, up to {@link ProcessingRules#paymentsInFlight} at a time. This is the contract between the
 * clients, which submit and decide, and the worker. The names on the wire are those of the
 * tutorial, so the tutorial's client or worker can replace either side.
 *
 * <p>Arguments are raw payloads because any client may send them. An invalid invoice must fail the
 * workflow with the reason, and a decision with an odd argument must still count. The SDK itself
 * would retry the former endlessly and drop the latter (Temporal Java SDK 1.38).
 */
@WorkflowInterface
public interface InvoiceWorkflow {

  String TYPE = PaymentActivities.WORKFLOW_TYPE;

  /** Unless an installation has chosen another. */
  String TASK_QUEUE = "invoice-task-queue";

  String APPROVE = "approve_invoice";
  String REJECT = "reject_invoice";
  String GET_STATUS = "get_status";
  String GET_DETAILS = "get_details";

  /**
   * The message of the failure with which an update is refused because no decision is awaited. Not
   * its type, which the SDK replaces by one of its own (1.38).
   */
  String NOT_AWAITED = "No decision is awaited";

  /** The same of an update about other content than the invoice has. */
  String OTHER_CONTENT = "The decision is about other content";

  /** The same of an approval that leaves open whether the invoice is a duplicate. */
  String POSSIBLE_DUPLICATE = "The invoice may be a duplicate";

  /** The same of an update that answers an earlier question. */
  String OTHER_QUESTION = "The decision answers an earlier question";

  /** The same of an update that was made before an operator reset the workflow. */
  String RESET = "The workflow was reset";

  /** The same of an update that comes too early; a signal does not. */
  String TOO_EARLY = "The invoice has not been read yet; send a signal";

  /** The failure type of a workflow whose input is not a valid invoice. */
  String INVALID_INVOICE = "InvalidInvoice";

  /** What the workflow id of every invoice begins with. */
  String WORKFLOW_ID_PREFIX = InvoiceId.WORKFLOW_PREFIX;

  /** The workflow id of an invoice; at most one run of it is open. */
  static String workflowId(String invoiceId) {
    return WORKFLOW_ID_PREFIX + invoiceId;
  }

  /** The invoice of a workflow id; empty when it is not that of an invoice. */
  static Optional<String> invoiceId(String workflowId) {
    return Optional.of(workflowId)
        .filter(id -> id.startsWith(WORKFLOW_ID_PREFIX))
        .map(id -> id.substring(WORKFLOW_ID_PREFIX.length()));
  }

  /** The message of the failure with which an update is refused for this reason. */
  static String refusal(Objection objection) {
    return switch (objection) {
      case OTHER_CONTENT -> OTHER_CONTENT;
      case POSSIBLE_DUPLICATE -> POSSIBLE_DUPLICATE;
      case OTHER_QUESTION -> OTHER_QUESTION;
      case RESET -> RESET;
    };
  }

  /** The reason for which an update is refused with this message; empty for any other message. */
  static Optional<Objection> objection(String refusal) {
    return Arrays.stream(Objection.values())
        .filter(objection -> refusal(objection).equals(refusal))
        .findFirst();
  }

  /**
   * Runs the whole life of an invoice.
   *
   * @param invoice {@link dev.invoices.invoice.Invoice} as JSON; amounts as JSON numbers
   * @param carriedOver only for the workflow itself, which continues as new while it pays a long
   *     invoice; ignored when a client sends it
   * @return how it ended
   * @throws io.temporal.failure.ApplicationFailure of type {@link #INVALID_INVOICE}, naming every
   *     invalid field; nothing is paid then
   */
  @WorkflowMethod(name = TYPE)
  InvoiceResult processInvoice(RawValue invoice, RawValue carriedOver);

  /**
   * Approves: pays the lines, or retries the unpaid ones after a decline. Counts only while a
   * decision is awaited; the first one wins, later ones are recorded as ignored.
   *
   * @param signal {@link dev.invoices.invoice.decision.DecisionSignal} as JSON; may be missing or
   *     unreadable
   */
  @SignalMethod(
      name = APPROVE,
      description = "A person approves: pay the lines, or retry the declined ones")
  void approveInvoice(RawValue signal);

  /**
   * Rejects: pays nothing, or nothing more after a decline. Otherwise as {@link #approveInvoice}.
   *
   * @param signal {@link dev.invoices.invoice.decision.DecisionSignal} as JSON; may be missing or
   *     unreadable
   */
  @SignalMethod(
      name = REJECT,
      description = "A person rejects: pay nothing, or nothing more after a decline")
  void rejectInvoice(RawValue signal);

  /**
   * Approves as {@link #approveInvoice} does, and reports in the same step what came of it: a
   * client needs neither look before nor afterwards. Only a worker can accept it. Where none does,
   * and for a worker that does not know it, a client sends the signal instead, with the same
   * request id, so that the two count as one.
   *
   * @param signal {@link dev.invoices.invoice.decision.DecisionSignal} as JSON; may be missing or
   *     unreadable
   * @return the invoice after the decision, ours or the earlier one that counts
   */
  @UpdateMethod(
      name = APPROVE,
      description = "A person approves: pay the lines, or retry the declined ones")
  InvoiceSnapshot approve(RawValue signal);

  /**
   * Refuses an approval while no decision is awaited, one of other content, and one that leaves
   * open whether the invoice is a duplicate; nothing is recorded then.
   */
  @UpdateValidatorMethod(updateName = APPROVE)
  void checkApproval(RawValue signal);

  /**
   * Rejects as {@link #rejectInvoice} does; otherwise as {@link #approve}.
   *
   * @param signal {@link dev.invoices.invoice.decision.DecisionSignal} as JSON; may be missing or
   *     unreadable
   * @return the invoice after the decision, ours or the earlier one that counts
   */
  @UpdateMethod(
      name = REJECT,
      description = "A person rejects: pay nothing, or nothing more after a decline")
  InvoiceSnapshot reject(RawValue signal);

  /** Refuses a rejection while no decision is awaited, and one of other content. */
  @UpdateValidatorMethod(updateName = REJECT)
  void checkRejection(RawValue signal);

  /** The text of the current {@link dev.invoices.invoice.InvoiceStatus}, at any time. */
  @QueryMethod(name = GET_STATUS, description = "The status of the invoice")
  String getStatus();

  /** Everything known about the invoice, at any time. */
  @QueryMethod(
      name = GET_DETAILS,
      description = "Amounts, deadline, decision and the payment of each line")
  InvoiceSnapshot getDetails();
}
