package dev.invoices.workflow.activity;

import dev.invoices.payment.LedgerIdentity;
import dev.invoices.register.Finding;
import dev.invoices.register.InvoiceEnding;
import dev.invoices.register.InvoiceRegister;
import dev.invoices.register.Registration;
import dev.invoices.text.SafeText;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.function.Supplier;

/** Uses a register and turns its failures into Temporal's. */
public final class RegisterActivitiesImpl implements RegisterActivities {

  private static final int MAX_REASON_LENGTH = 300;

  private final InvoiceRegister register;
  private final LedgerIdentity ledger;

  /**
   * @param ledger of the worker, to which the invoices belong that arrive here first
   */
  public RegisterActivitiesImpl(InvoiceRegister register, LedgerIdentity ledger) {
    this.register = register;
    this.ledger = ledger;
  }

  @Override
  public List<Finding> recordArrival(Registration invoice) {
    return inOneLine(() -> register.recordArrival(invoice));
  }

  @Override
  public Arrival registerArrival(Registration invoice) {
    return new Arrival(ledger, recordArrival(invoice));
  }

  @Override
  public void recordEnding(InvoiceEnding ending) {
    inOneLine(
        () -> {
          register.recordEnding(ending);
          return null;
        });
  }

  /** The workflow's history keeps the failure: without its cause and its stack trace. */
  private static <T> T inOneLine(Supplier<T> work) {
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
