package dev.invoices.testkit;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The tutorial's workflow as its Python worker runs it: the input is any JSON object, signals carry
 * nothing, the status is all that can be asked, and a rejection pays nothing (its last listing gets
 * that wrong, which is not ours to repeat).
 */
@WorkflowInterface
public interface TutorialWorkflow {

  @WorkflowMethod(name = "InvoiceWorkflow")
  String run(Map<String, Object> invoice);

  @SignalMethod(name = "approve_invoice")
  void approveInvoice();

  @SignalMethod(name = "reject_invoice")
  void rejectInvoice();

  @QueryMethod(name = "get_status")
  String getStatus();

  /** Its one activity. */
  @ActivityInterface
  interface Payments {
    @ActivityMethod(name = "process_payment")
    String processPayment(Map<String, Object> line);
  }

  /** As the tutorial has it, without the pause before each payment. */
  final class Implementation implements TutorialWorkflow {

    private final Payments payments =
        Workflow.newActivityStub(
            Payments.class,
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(30)).build());
    private Boolean approved;
    private String status = "Processing";

    @Override
    public String run(Map<String, Object> invoice) {
      status = "Awaiting approval";
      if (!Workflow.await(Duration.ofDays(5), () -> approved != null)) {
        status = "Approval timeout - invoice rejected";
        return "REJECTED";
      }
      if (!approved) {
        status = "Rejected by approver";
        return "REJECTED";
      }
      status = "Processing payments";
      for (Object line : (List<?>) invoice.get("lines")) {
        payments.processPayment(asMap(line));
      }
      status = "Completed";
      return "COMPLETED";
    }

    @Override
    public void approveInvoice() {
      approved = true;
    }

    @Override
    public void rejectInvoice() {
      approved = false;
    }

    @Override
    public String getStatus() {
      return status;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object line) {
      return (Map<String, Object>) line;
    }
  }
}
