package dev.invoices.workflow.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.invoices.payment.LedgerIdentity;
import dev.invoices.register.Finding;
import dev.invoices.register.InvoiceEnding;
import dev.invoices.register.Registration;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/**
 * What the workflow asks of the register of invoices: whether the same paper was seen before. To be
 * run as local activities: each takes milliseconds, fails within a second, and may run again.
 */
@ActivityInterface
public interface RegisterActivities {

  /** The failure type when the register cannot be used. */
  String REGISTER_FAILED = "RegisterFailed";

  /**
   * Records an invoice and finds those that arrived before and are possibly the same.
   *
   * @throws io.temporal.failure.ApplicationFailure of type {@link #REGISTER_FAILED}
   */
  @ActivityMethod(name = "record_arrival")
  List<Finding> recordArrival(Registration invoice);

  /**
   * The same, and to which ledger the invoice belongs from now on.
   *
   * @throws io.temporal.failure.ApplicationFailure of type {@link #REGISTER_FAILED}
   */
  @ActivityMethod(name = "register_arrival")
  Arrival registerArrival(Registration invoice);

  /**
   * What is known when an invoice has arrived.
   *
   * @param ledger the one of the worker that recorded it
   * @param first whether that ledger had no record of this submission; false in what earlier
   *     versions said
   * @param findings earlier invoices that are possibly the same
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Arrival(
      LedgerIdentity ledger,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean first,
      List<Finding> findings) {}

  /**
   * Records how an invoice ended.
   *
   * @throws io.temporal.failure.ApplicationFailure of type {@link #REGISTER_FAILED}
   */
  @ActivityMethod(name = "record_ending")
  void recordEnding(InvoiceEnding ending);
}
