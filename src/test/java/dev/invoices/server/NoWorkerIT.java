package dev.invoices.server;

import static dev.invoices.testkit.GoldenResult.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.json.ExactJson;
import dev.invoices.testkit.ComparesResults;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.ToolReply;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Temporal is up and no worker runs: everything is durable, and every answer says how it is. */
@Timeout(120)
@ComparesResults
@Tag("patient")
class NoWorkerIT {

  private static final String INVOICE =
      "{\"id\": \"INV-1\", \"vendor\": \"Acme\", \"lines\": [{\"item\": \"Desk\", \"amount\": 10}]}";

  @Test
  void invoiceSubmittedAndApprovedWithoutAWorker_isPaidOnceOneRuns() throws Exception {
    try (var stack = InvoiceStack.start()) {
      var tools = stack.connect("claude-ai").timed();

      // when an invoice is submitted while no worker runs
      ToolReply submitted = tools.submit(INVOICE);

      // then it is started, and the answer says that nothing goes on yet
      assertThat(submitted.isError()).isFalse();
      assertThat(submitted.code()).isEqualTo("STARTED");
      assertNoWorker(submitted);
      assertGolden("started-no-worker", submitted);

      // and when it is looked at, submitted again and approved, likewise
      ToolReply status = tools.status("INV-1");
      assertThat(status.status()).isEqualTo("Processing");
      assertNoWorker(status);
      assertGolden("status-no-worker", status);
      ToolReply again = tools.submit(INVOICE);
      assertThat(again.code()).isEqualTo("ALREADY_OPEN");
      assertNoWorker(again);
      ToolReply approved = tools.approve("INV-1", "go");
      assertThat(approved.isError()).isFalse();
      assertThat(approved.code()).isEqualTo("SENT");
      assertNoWorker(approved);
      assertThat(approved.message())
          .contains(
              "If the worker finds that the invoice may be a duplicate, the approval does not count.");
      assertGolden("sent-approval-no-worker", approved);

      // and a second decision is refused, because Temporal's record knows the first
      Decision first = decision(approved);
      ToolReply second = tools.reject("INV-1");
      assertThat(second.code()).isEqualTo("ALREADY_DECIDED");
      assertThat(decision(second)).isEqualTo(first);
      assertGolden("already-decided-no-worker", second);
      assertThat(first.note()).isEqualTo("go");
      assertThat(stack.decisions("INV-1")).containsExactly("approve_invoice");

      // and when a worker comes, the decision takes effect as it was given
      stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S"));
      ToolReply completed = tools.awaitStatus("INV-1", "Completed");
      assertThat(completed.content().path("worker_answered").asBoolean(true)).isTrue();
      assertThat(completed.text()).doesNotContain("invoice-worker.args");
      assertThat(decision(completed)).isEqualTo(first);
      assertThat(stack.requestedPayments("INV-1")).hasSize(1);
    }
  }

  @Test
  void waitingInvoiceWhoseWorkerHasGone_stillShowsItsLines() throws Exception {
    try (var stack = InvoiceStack.start()) {
      // given an invoice that a worker has read
      var worker = stack.startWorker(Map.of());
      var tools = stack.connect("claude-ai");
      tools.submit(INVOICE);
      ToolReply before = tools.awaitStatus("INV-1", "Awaiting approval");

      // when the worker is gone
      worker.close();

      // then what was submitted is shown as before
      ToolReply after = tools.status("INV-1");
      assertThat(after.status()).isEqualTo("Awaiting approval");
      assertNoWorker(after);
      assertThat(after.invoice().map(InvoiceSnapshot::lines))
          .isEqualTo(before.invoice().map(InvoiceSnapshot::lines));
      assertThat(after.text()).contains("Line 1: USD 10.00, not paid yet: \"Desk\"");
    }
  }

  @Test
  void invoiceRejectedWithoutAWorker_isRejectedOnceOneRuns() throws Exception {
    try (var stack = InvoiceStack.start()) {
      // given an invoice that was submitted and rejected while no worker ran
      var tools = stack.connect("claude-ai").timed();
      tools.submit(INVOICE);
      ToolReply rejected = tools.reject("INV-1");
      assertThat(rejected.code()).isEqualTo("SENT");
      assertThat(rejected.message()).doesNotContain("duplicate");
      assertGolden("sent-rejection-no-worker", rejected);

      // when a worker comes
      stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S"));

      // then nothing is paid
      tools.awaitStatus("INV-1", "Rejected by approver");
      assertThat(stack.requestedPayments("INV-1")).isEmpty();
    }
  }

  @Test
  void screenFromBeforeARejection_approvesNoLaterSubmissionOfTheSameContent() throws Exception {
    try (var stack = InvoiceStack.start()) {
      // given a person who has seen an invoice before any worker asked about it
      var early = stack.connect("claude-ai");
      early.submit(INVOICE);

      // and another one who rejects it, and a client that submits the same again
      var other = stack.connect("claude-ai");
      other.status("INV-1");
      assertThat(other.reject("INV-1").code()).isEqualTo("SENT");
      stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S"));
      other.awaitStatus("INV-1", "Rejected by approver");
      other.submit(INVOICE);
      other.awaitStatus("INV-1", "Awaiting approval");

      // when the first person approves what they saw
      ToolReply approved = early.approve("INV-1");

      // then it does not count: they are asked about the present submission
      assertThat(approved.code()).isEqualTo("ASKED_ANEW");
      assertThat(other.status("INV-1").status()).isEqualTo("Awaiting approval");
      assertThat(stack.requestedPayments("INV-1")).isEmpty();
    }
  }

  @Test
  void decisionAboutOtherContent_isPassedOver_andTheRightApprovalIsSent() throws Exception {
    try (var stack = InvoiceStack.start()) {
      var tools = stack.connect("claude-ai").timed();
      tools.submit(INVOICE);

      stack
          .workflow("INV-1")
          .signal("reject_invoice", Map.of("request_id", "r-1", "digest", "of another invoice"));

      ToolReply status = tools.status("INV-1");
      assertThat(status.content().has("decision")).isFalse();
      ToolReply approved = tools.approve("INV-1");
      assertThat(approved.code()).isEqualTo("SENT");
      assertThat(decision(approved).approved()).isTrue();
      stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S"));
      tools.awaitStatus("INV-1", "Completed");
    }
  }

  private static void assertNoWorker(ToolReply reply) {
    assertThat(reply.text()).contains("java @target/invoice-worker.args", "--check");
    assertThat(reply.content().get("worker_answered").asBoolean()).isFalse();
  }

  private static Decision decision(ToolReply reply) {
    return ExactJson.mapper().convertValue(reply.content().get("decision"), Decision.class);
  }
}
