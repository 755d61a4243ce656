package dev.invoices.workflow;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceResult;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.reading.InvalidInvoiceException;
import dev.invoices.invoice.reading.InvoiceReader;
import dev.invoices.invoice.reading.InvoiceSource;
import dev.invoices.payment.RecordingGateway;
import dev.invoices.temporal.JsonDataConverter;
import dev.invoices.workflow.activity.Seal;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A workflow that was changed without regard to the invoices that are waiting: it pays first. */
public final class HastyInvoiceWorkflow implements InvoiceWorkflow {

  private boolean decided;

  @Override
  public InvoiceResult processInvoice(RawValue submitted, RawValue carriedOver) {
    Invoice invoice = read(submitted);
    LinePayments payments =
        new LinePayments(
            InvoiceProgress.of(invoice, false, Instant.EPOCH),
            ProcessingRules.DEFAULT,
            new InvoiceLedger(
                ProcessingRules.DEFAULT,
                RecordingGateway.LEDGER,
                new Seal(new byte[32]),
                Optional.empty()),
            new RunWatch(ProcessingRules.DEFAULT),
            () -> {});
    payments.begin(1);
    Workflow.await(Duration.ofDays(5), () -> decided);
    return InvoiceResult.COMPLETED;
  }

  @Override
  public void approveInvoice(RawValue decider) {
    decided = true;
  }

  @Override
  public void rejectInvoice(RawValue decider) {
    decided = true;
  }

  @Override
  public InvoiceSnapshot approve(RawValue signal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkApproval(RawValue signal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public InvoiceSnapshot reject(RawValue signal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkRejection(RawValue signal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getStatus() {
    return "Processing";
  }

  @Override
  public InvoiceSnapshot getDetails() {
    throw new UnsupportedOperationException();
  }

  private static Invoice read(RawValue submitted) {
    try {
      return InvoiceReader.read(JsonDataConverter.json(submitted), InvoiceSource.ANY_CLIENT);
    } catch (InvalidInvoiceException e) {
      throw ApplicationFailure.newNonRetryableFailure(e.getMessage(), INVALID_INVOICE);
    }
  }
}
