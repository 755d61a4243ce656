package dev.invoices.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.reading.InvalidInvoiceException;
import dev.invoices.invoice.reading.InvoiceReader;
import dev.invoices.invoice.reading.InvoiceSource;
import dev.invoices.json.Violation;
import dev.invoices.temporal.JsonDataConverter;
import dev.invoices.text.Quote;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Objects;

/** What a client has submitted, checked before anything is done about it. */
final class InvoiceInput {

  private InvoiceInput() {}

  /**
   * Reads the invoice of the workflow that calls this.
   *
   * @throws InvalidInvoiceException naming every violation
   */
  static Invoice read(RawValue submitted, ProcessingRules rules) throws InvalidInvoiceException {
    checkSchedule();
    Invoice invoice = InvoiceReader.read(json(submitted), source(rules));
    checkId(invoice);
    return invoice;
  }

  private static InvoiceSource source(ProcessingRules rules) {
    if (!rules.readsEveryField()) {
      return InvoiceSource.EARLIER_RUN;
    }
    return rules.readsAsOfAnyClient() ? InvoiceSource.ANY_CLIENT : InvoiceSource.OTHER_CLIENT;
  }

  /** Whether a cron schedule starts the workflow that calls this. */
  static boolean isScheduled() {
    return !Objects.requireNonNullElse(Workflow.getInfo().getCronSchedule(), "").isEmpty();
  }

  private static JsonNode json(RawValue submitted) throws InvalidInvoiceException {
    JsonNode json = JsonDataConverter.json(submitted);
    if (json.isMissingNode()) {
      throw new InvalidInvoiceException(
          List.of(new Violation("", "is missing or cannot be read as JSON; give an object")));
    }
    return json;
  }

  /** A schedule would start the invoice again after each decision, even after a rejection. */
  private static void checkSchedule() throws InvalidInvoiceException {
    if (isScheduled()) {
      throw new InvalidInvoiceException(
          List.of(
              new Violation(
                  "cron schedule", "must not be set, because an invoice is paid only once")));
    }
  }

  /**
   * Under another workflow id no client would find the invoice, and it could run, and be paid,
   * twice.
   */
  private static void checkId(Invoice invoice) throws InvalidInvoiceException {
    String expected = InvoiceWorkflow.workflowId(invoice.id());
    if (!expected.equals(Workflow.getInfo().getWorkflowId())) {
      throw new InvalidInvoiceException(
          List.of(
              new Violation(
                  "id", "does not match the workflow id, which must be " + Quote.word(expected))));
    }
  }
}
