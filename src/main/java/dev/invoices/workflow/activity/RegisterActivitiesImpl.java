package dev.invoices.workflow.activity;

import dev.invoices.payment.LedgerIdentity;
import dev.invoices.register.Entry;
import dev.invoices.register.Finding;
import dev.invoices.register.InvoiceEnding;
import dev.invoices.register.InvoiceRegister;
import dev.invoices.register.Registration;
import dev.invoices.text.SafeText;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.function.Supplier;

/** Uses a register and turns its failures into Temporal's. */
public final class RegisterActivitiesImpl implements RegisterActivities {

  private static final int MAX_REASON_LENGTH = 300;

  private final InvoiceRegister register;
  private final LedgerIdentity ledger;
  private final Supplier<ActivityInfo> caller;

  /**
   * @param ledger of the worker, to which the invoices belong that arrive here first
   */
  public RegisterActivitiesImpl(InvoiceRegister register, LedgerIdentity ledger) {
    this(register, ledger, () -> Activity.getExecutionContext().getInfo());
  }

  /**
   * @param caller who asks now
   */
  RegisterActivitiesImpl(
      InvoiceRegister register, LedgerIdentity ledger, Supplier<ActivityInfo> caller) {
    this.register = register;
    this.ledger = ledger;
    this.caller = caller;
  }

  @Override
  public List<Finding> recordArrival(Registration invoice) {
    return forWorkflow(() -> register.recordArrival(invoice));
  }

  @Override
  public Arrival registerArrival(Registration invoice) {
    Entry entry = forWorkflow(() -> register.enter(invoice));
    return new Arrival(ledger, entry.first(), entry.findings());
  }

  @Override
  public void recordEnding(InvoiceEnding ending) {
    forWorkflow(
        () -> {
          register.recordEnding(ending);
          return null;
        });
  }

  /**
   * Any client of Temporal can schedule an activity, with any values. Those of a workflow that runs
   * here were read and checked. Its history keeps a failure: without cause and stack trace.
   */
  private <T> T forWorkflow(Supplier<T> work) {
    RequestCheck.requireLocal(caller.get());
    try {
      return work.get();
    } catch (RuntimeException e) {
      ApplicationFailure failure =
          ApplicationFailure.newFailure(
              SafeText.of(String.valueOf(e.getMessage()), MAX_REASON_LENGTH), REGISTER_FAILED);
      failure.setStackTrace(new StackTraceElement[0]);
      throw failure;
    }
  }
}
