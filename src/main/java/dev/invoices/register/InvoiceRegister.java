package dev.invoices.register;

import java.util.List;

/**
 * Remembers the invoices of one namespace and finds those that are possibly the same: whose vendors
 * agree and whose numbers agree, or whose vendors, totals and dates agree. It only warns: the
 * person who decides knows more.
 */
public interface InvoiceRegister {

  /** How many invoices are found at most. */
  int MAX_FINDINGS = 5;

  /**
   * Records an invoice, once for each {@linkplain Registration#runId run}, and finds those that
   * arrived before it and are possibly the same. Of an invoice that was rejected, timed out, or
   * cancelled without a payment nothing is found, unless it arrives once more or is paid after all.
   *
   * @throws RuntimeException when the store cannot be used within a second; another try with the
   *     same run is safe
   */
  Entry enter(Registration invoice);

  /** The findings of {@link #enter}. */
  default List<Finding> recordArrival(Registration invoice) {
    return enter(invoice).findings();
  }

  /**
   * Records how an invoice ended. Does nothing when its arrival was not recorded.
   *
   * @throws RuntimeException when the store cannot be used within a second; another try is safe
   */
  void recordEnding(InvoiceEnding ending);
}
