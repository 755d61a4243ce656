package dev.invoices.server.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.client.InvoiceView;
import dev.invoices.client.InvoiceView.Source;
import dev.invoices.client.record.InvoiceRun;
import dev.invoices.client.record.OpenInvoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.json.ExactJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An invoice of a test, as a worker reports it. */
public record WaitingInvoice(ObjectNode json) {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  /** One that awaits a decision, over an amount of dollars in one line. */
  public static WaitingInvoice of(String id, int amount) {
    return of(
        """
        {"id": "%s", "vendor": "Acme", "lines": [{"item": "Desk", "amount": %d}]}"""
            .formatted(id, amount));
  }

  /** One that awaits a decision, as it was submitted. */
  static WaitingInvoice of(String submitted) {
    ObjectNode json =
        ExactJson.mapper()
            .valueToTree(InvoiceSnapshot.submitted(InvoiceSamples.valid(submitted), NOON));
    return new WaitingInvoice(json)
        .with("status", InvoiceStatus.AWAITING_APPROVAL.text())
        .with("approval_deadline", "2026-11-28T12:00:00Z")
        .with("question", 1);
  }

  /** The same with a field of another value. */
  public WaitingInvoice with(String field, Object value) {
    ObjectNode changed = json.deepCopy();
    changed.set(field, ExactJson.mapper().valueToTree(value));
    return new WaitingInvoice(changed);
  }

  WaitingInvoice possibleDuplicate() {
    return with(
        "warnings",
        List.of(
            Map.of(
                "kind",
                InvoiceWarning.Kind.POSSIBLE_DUPLICATE.name(),
                "text",
                "It may be a duplicate.",
                "other_invoice",
                "INV-000")));
  }

  InvoiceSnapshot snapshot() {
    return ExactJson.mapper().convertValue(json, InvoiceSnapshot.class);
  }

  /** As a worker reports it: open, and without a decision. */
  public InvoiceView view() {
    return view(Optional.empty(), Source.WORKER);
  }

  /** The same after a decision. */
  InvoiceView decided(Decision decision) {
    return with("status", InvoiceStatus.PROCESSING_PAYMENTS.text())
        .view(Optional.of(decision), Source.WORKER);
  }

  /**
   * The same after a decision that stands in Temporal's record, and that no worker has reported.
   */
  InvoiceView decidedInTheRecord(Decision decision, Source source) {
    return view(Optional.of(decision), source);
  }

  private InvoiceView view(Optional<Decision> decision, Source source) {
    InvoiceSnapshot said = snapshot();
    return new InvoiceView(
        run(),
        true,
        said.status(),
        Optional.empty(),
        Optional.of(said),
        source,
        decision,
        List.of(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  OpenInvoice listed() {
    return new OpenInvoice(run(), snapshot().status(), Optional.of(snapshot()));
  }

  String id() {
    return json.get("id").asText();
  }

  private InvoiceRun run() {
    return InvoiceRun.of(id(), "run-of-" + id());
  }
}
