package dev.invoices.server.tools.wording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.client.InvoiceView;
import dev.invoices.client.InvoiceView.Elsewhere;
import dev.invoices.client.InvoiceView.Failing;
import dev.invoices.client.InvoiceView.Source;
import dev.invoices.client.record.Ending;
import dev.invoices.client.record.PendingPayment;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.json.ExactJson;

/** An invoice as fields of the structured content, which say what {@link InvoiceText} says. */
public final class InvoiceFields {

  private InvoiceFields() {}

  /** Adds what is known of an invoice. */
  public static void add(InvoiceView shown, ObjectNode content) {
    content.put("invoice_id", shown.run().invoiceId());
    content.put("workflow_id", shown.run().workflowId());
    content.put("status", shown.statusText());
    if (shown.open()) {
      content.put("worker_answered", shown.source() != Source.RECORD);
    }
    shown.failing().ifPresent(failing -> add(failing, content));
    shown.elsewhere().ifPresent(where -> add(where, content));
    shown.caveat().ifPresent(caveat -> content.put("caveat", caveat.text()));
    shown.resumeCommand().ifPresent(command -> content.put("resume_command", command.text()));
    addPausedPayments(shown, content);
    if (shown.partial()) {
      content.put("partial", true);
    }
    if (shown.cancelRequested()) {
      content.put("cancel_requested", true);
    }
    shown.ending().ifPresent(ending -> add(ending, content));
    shown
        .decision()
        .ifPresent(decision -> content.set("decision", ExactJson.mapper().valueToTree(decision)));
    shown.snapshot().ifPresent(snapshot -> content.set("invoice", fields(snapshot)));
  }

  private static ObjectNode fields(InvoiceSnapshot snapshot) {
    ObjectNode invoice = ExactJson.mapper().valueToTree(snapshot);
    if (snapshot.submission().isEmpty()) {
      invoice.remove("submitted_at");
    }
    return invoice;
  }

  private static void add(Failing failing, ObjectNode content) {
    content.put("failed_attempts", failing.attempts());
    if (!failing.reason().isBlank()) {
      content.put("failure_reason", failing.reason());
    }
  }

  private static void add(Elsewhere where, ObjectNode content) {
    content.put("task_queue", where.taskQueue());
    where.says().ifPresent(words -> content.put("worker_says", words));
  }

  private static void addPausedPayments(InvoiceView view, ObjectNode content) {
    view.payments().stream()
        .filter(PendingPayment::isPaused)
        .forEach(
            payment ->
                content
                    .withArray("/paused_payments")
                    .addObject()
                    .put("line", payment.line())
                    .put("resume_command", payment.resumeCommand().orElseThrow().text()));
  }

  private static void add(Ending ending, ObjectNode content) {
    content.put("closed_at", ending.at().toString());
    content.put("ending", InvoiceText.clause(ending));
    ending
        .paymentsInFlight()
        .filter(lines -> !lines.isEmpty())
        .ifPresent(lines -> content.putPOJO("payments_in_flight", lines));
  }
}
