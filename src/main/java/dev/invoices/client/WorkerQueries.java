package dev.invoices.client;

import dev.invoices.client.InvoiceView.Source;
import dev.invoices.client.record.DeadlineCalls;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.client.record.RecordedInvoice;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.temporal.TemporalConnection;
import dev.invoices.text.SafeText;
import dev.invoices.workflow.InvoiceWorkflow;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowQueryConditionallyRejectedException;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DataConverterException;
import java.util.Optional;

/** Asks the worker that runs an invoice about it. */
final class WorkerQueries {

  private static final int MAX_STATUS_LENGTH = 300;

  private final DeadlineCalls calls;

  WorkerQueries(DeadlineCalls calls) {
    this.calls = calls;
  }

  /**
   * What the worker says of a workflow that is open or has come to a result of its own, without any
   * knowledge from Temporal.
   *
   * @param workflow of {@link dev.invoices.temporal.TemporalConnection#liveClient}
   * @return empty when the workflow has ended otherwise
   * @throws InvoiceClientException when Temporal cannot be reached or refuses
   */
  Optional<Answer> askLive(WorkflowStub workflow) throws InvoiceClientException {
    try {
      return Optional.of(ask(workflow));
    } catch (WorkflowQueryConditionallyRejectedException e) {
      return Optional.empty();
    }
  }

  /**
   * What the worker says.
   *
   * @return {@link Answer#NONE} when none answers in time
   * @throws InvoiceClientException when Temporal cannot be reached or refuses
   */
  Answer ask(WorkflowStub workflow) throws InvoiceClientException {
    try {
      return Answer.ours(
          calls.query(() -> workflow.query(InvoiceWorkflow.GET_DETAILS, InvoiceSnapshot.class)));
    } catch (WorkflowQueryConditionallyRejectedException e) {
      throw e;
    } catch (WorkflowQueryException | DataConverterException e) {
      return askForeign(workflow);
    } catch (Exception e) {
      return noAnswer(e);
    }
  }

  /**
   * What a worker says that need not be ours: one that does not know {@code get_details} may know
   * the tutorial's query.
   */
  Answer askForeign(WorkflowStub workflow) throws InvoiceClientException {
    try {
      String status = calls.query(() -> workflow.query(InvoiceWorkflow.GET_STATUS, String.class));
      return Answer.foreign(SafeText.of(status, MAX_STATUS_LENGTH));
    } catch (WorkflowQueryException | DataConverterException e) {
      return Answer.NONE;
    } catch (Exception e) {
      return noAnswer(e);
    }
  }

  private Answer noAnswer(Exception failure) throws InvoiceClientException {
    boolean gone =
        failure instanceof WorkflowNotFoundException
            && !InvoiceClientException.isAboutNamespace(failure);
    if (gone || isSilence(failure, calls.connection())) {
      return Answer.NONE;
    }
    throw InvoiceClientException.of(failure, calls.connection());
  }

  /** Whether a call failed because no worker answered, while Temporal itself does. */
  static boolean isSilence(Exception failure, TemporalConnection connection) {
    return switch (InvoiceClientException.statusOf(failure)) {
      case DEADLINE_EXCEEDED, CANCELLED -> connection.isUp();
      case RESOURCE_EXHAUSTED, FAILED_PRECONDITION -> true;
      default -> false;
    };
  }

  /**
   * What a worker said about an invoice, if one said anything.
   *
   * @param source whose worker it was; {@link Source#RECORD} when none answered
   * @param snapshot of our worker
   * @param foreignStatus of a foreign worker, in its own words
   */
  record Answer(Source source, Optional<InvoiceSnapshot> snapshot, Optional<String> foreignStatus) {

    /** No worker answered. */
    static final Answer NONE = new Answer(Source.RECORD, Optional.empty(), Optional.empty());

    static Answer ours(InvoiceSnapshot snapshot) {
      return new Answer(Source.WORKER, Optional.of(snapshot), Optional.empty());
    }

    static Answer foreign(String status) {
      return new Answer(Source.FOREIGN_WORKER, Optional.empty(), Optional.of(status));
    }

    /**
     * Whether it can be about the run that Temporal describes. A run may end, and another one
     * begin, between the query and the description.
     */
    boolean agreesWith(RecordedInvoice recorded) {
      boolean sameInvoice =
          snapshot
              .flatMap(said -> recorded.keptMemo().map(memo -> isSame(memo, said)))
              .orElse(true);
      boolean sameState =
          snapshot.map(said -> isOpen(said.status()) == recorded.isOpen()).orElse(true);
      return sameInvoice && sameState;
    }

    private static boolean isSame(InvoiceSnapshot memo, InvoiceSnapshot said) {
      return memo.digest().equals(said.digest()) && memo.submittedAt().equals(said.submittedAt());
    }

    private static boolean isOpen(InvoiceStatus status) {
      return status.mayStillPay();
    }
  }
}
