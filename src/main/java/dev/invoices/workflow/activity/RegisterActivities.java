package dev.invoices.workflow.activity;

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
   * Records how an invoice ended.
   *
   * @throws io.temporal.failure.ApplicationFailure of type {@link #REGISTER_FAILED}
   */
  @ActivityMethod(name = "record_ending")
  void recordEnding(InvoiceEnding ending);
}
