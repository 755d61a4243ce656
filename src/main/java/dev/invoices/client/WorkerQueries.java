package dev.invoices.client;

import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.text.SafeText;
import dev.invoices.workflow.InvoiceWorkflow;
import io.grpc.Status;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DataConverterException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Asks the worker that runs an invoice about it. */
final class WorkerQueries {

  private static final int MAX_STATUS_LENGTH = 300;

  private final DeadlineCalls calls;

  WorkerQueries(DeadlineCalls calls) {
    this.calls = calls;
  }

  /**
   * What the worker says.
   *
   * @return {@link WorkerAnswer#NONE} when none answers in time
   * @throws InvoiceClientException when Temporal cannot be reached or refuses
   */
  WorkerAnswer ask(WorkflowStub workflow) throws InvoiceClientException {
    try {
      return WorkerAnswer.ours(
          calls.query(() -> workflow.query(InvoiceWorkflow.GET_DETAILS, InvoiceSnapshot.class)));
    } catch (WorkflowQueryException | DataConverterException e) {
      return askForeign(workflow);
    } catch (Exception e) {
      return noAnswer(e);
    }
  }

  /** The same while the caller continues; {@link #await} brings the answer. */
  Future<WorkerAnswer> askSideBySide(WorkflowStub workflow) {
    return calls.sideBySide(() -> ask(workflow));
  }

  /** Waits for the answer. */
  WorkerAnswer await(Future<WorkerAnswer> asked) throws InvoiceClientException {
    try {
      return asked.get();
    } catch (InterruptedException e) {
      asked.cancel(true);
      Thread.currentThread().interrupt();
      return WorkerAnswer.NONE;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof InvoiceClientException failure
          ? failure
          : InvoiceClientException.of(e.getCause(), calls.connection());
    }
  }

  /** A worker that does not know {@code get_details} may know the tutorial's query. */
  private WorkerAnswer askForeign(WorkflowStub workflow) throws InvoiceClientException {
    try {
      String status = calls.query(() -> workflow.query(InvoiceWorkflow.GET_STATUS, String.class));
      return WorkerAnswer.foreign(SafeText.of(status, MAX_STATUS_LENGTH));
    } catch (WorkflowQueryException | DataConverterException e) {
      return WorkerAnswer.NONE;
    } catch (Exception e) {
      return noAnswer(e);
    }
  }

  private WorkerAnswer noAnswer(Exception failure) throws InvoiceClientException {
    Status.Code status = InvoiceClientException.statusOf(failure);
    boolean late = status == Status.Code.DEADLINE_EXCEEDED && calls.connection().isUp();
    boolean crowded = status == Status.Code.RESOURCE_EXHAUSTED;
    boolean gone =
        failure instanceof WorkflowNotFoundException
            && !InvoiceClientException.isAboutNamespace(failure);
    if (late || crowded || gone || status == Status.Code.FAILED_PRECONDITION) {
      return WorkerAnswer.NONE;
    }
    throw InvoiceClientException.of(failure, calls.connection());
  }
}
