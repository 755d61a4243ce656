package dev.invoices.server;

import static dev.invoices.testkit.GoldenResult.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.ComparesResults;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.ToolReply;
import dev.invoices.testkit.TutorialWorkflow;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Our server with the tutorial's worker behind Temporal, which knows no details, no memo and no
 * decision records: the answers are poorer, never wrong.
 */
@Tag("patient")
@Timeout(60)
@ComparesResults
class TutorialWorkerIT {

  private static final List<Map<String, Object>> PAID = new CopyOnWriteArrayList<>();

  private static InvoiceStack stack;
  private static McpTools tools;

  @BeforeAll
  static void start() throws Exception {
    stack = InvoiceStack.start();
    stack.startWorker(
        worker -> {
          worker.registerWorkflowImplementationTypes(TutorialWorkflow.Implementation.class);
          worker.registerActivitiesImplementations(
              (TutorialWorkflow.Payments)
                  line -> {
                    PAID.add(line);
                    return "Payment processed";
                  });
        });
    tools = stack.connect("claude-ai");
    stack.warmUp(tools);
  }

  @AfterAll
  static void stop() throws IOException {
    stack.close();
  }

  @Test
  void invoice_isSubmittedApprovedAndPaid() throws Exception {
    // given an invoice that awaits approval
    ToolReply submitted = submit("GOOD", "100.10");
    assertThat(submitted.code()).isEqualTo("STARTED");
    assertGolden("started-tutorial-worker", submitted);
    assertThat(submitted.content().get("worker_answered").asBoolean()).isTrue();
    assertGolden("status-awaiting-tutorial-worker", tools.status("GOOD"));

    // when it is approved
    ToolReply approved = tools.approve("GOOD", "fine");

    // then the answer claims no more than is known
    assertThat(approved.isError()).isFalse();
    assertThat(approved.code()).isEqualTo("SENT");
    assertThat(approved.text()).startsWith("Sent approval signal for invoice GOOD\n");

    // and the line was paid, to the cent
    ToolReply completed = tools.awaitClosed("GOOD");
    assertThat(completed.status()).isEqualTo("Completed");
    assertGolden("status-completed-tutorial-worker", completed);
    assertThat(stack.workflow("GOOD").getResult(String.class)).isEqualTo("COMPLETED");
    assertThat(stack.requestedPayments("GOOD")).singleElement().asString().contains("100.10");
    assertThat(PAID).anyMatch(line -> line.get("item").equals("Desk of GOOD"));
  }

  @Test
  void whereOnlyAPersonDecides_theyAreSentToTheSignal() throws Exception {
    submit("PERSON", "10");
    try (McpTools strict =
        McpTools.start(
            process -> {
              stack.temporal().serve(process).environment().put("INVOICE_DECISIONS", "person");
              return process;
            },
            "claude-ai")) {
      ToolReply refused = strict.approve("PERSON");

      assertThat(refused.code()).isEqualTo("NEEDS_PERSON");
      assertThat(refused.text())
          .contains("by sending the workflow invoice-PERSON the signal approve_invoice")
          .doesNotContain("--inbox", "Web UI", "invoice-worker.args");
      assertThat(strict.status("PERSON").content().get("how_to_decide").asText())
          .isEqualTo(
              "A person decides by sending the workflow invoice-PERSON the signal approve_invoice or reject_invoice.");
    }
    assertThat(stack.decisions("PERSON")).isEmpty();
    stack.workflow("PERSON").signal("approve_invoice");
    assertThat(tools.awaitClosed("PERSON").status()).isEqualTo("Completed");
  }

  @Test
  void rejectedInvoice_isNotPaid_andMayBeSubmittedAgain() throws Exception {
    submit("BAD", "10");

    ToolReply rejected = tools.reject("BAD");

    assertThat(rejected.code()).isEqualTo("SENT");
    assertThat(rejected.text()).startsWith("Sent rejection signal for invoice BAD\n");
    assertThat(rejected.text()).startsWith("Sent rejection signal for invoice BAD\n");
    assertThat(tools.awaitClosed("BAD").status()).isEqualTo("Rejected by approver");
    assertThat(stack.requestedPayments("BAD")).isEmpty();
    assertThat(submit("BAD", "9").code()).isEqualTo("STARTED");
  }

  @Test
  void otherContentUnderAnOpenId_isRefused_andTheSameIsRecognized() throws Exception {
    submit("TAKEN", "10");

    assertThat(submit("TAKEN", "11").code()).isEqualTo("ID_IN_USE");
    assertThat(submit("TAKEN", "10.00").code()).isEqualTo("ALREADY_OPEN");
  }

  @Test
  void closedInvoice_isNeitherDecidedNorPaidAgain() throws Exception {
    submit("DONE", "10");
    tools.approve("DONE");
    assertThat(tools.awaitClosed("DONE").status()).isEqualTo("Completed");

    assertThat(tools.reject("DONE").code()).isEqualTo("ALREADY_CLOSED");
    assertThat(tools.approve("DONE").code()).isEqualTo("ALREADY_CLOSED");
    assertThat(submit("DONE", "10").code()).isEqualTo("ALREADY_CLOSED");
    assertThat(stack.decisions("DONE")).hasSize(1);
  }

  @Test
  void workerThatHasStopped_leavesAnswersThatClaimNoMoreThanTemporalKnows() throws Exception {
    try (var other = InvoiceStack.start()) {
      // given a paid invoice and one whose payment hangs
      CountDownLatch end = new CountDownLatch(1);
      Closeable worker =
          other.startWorker(
              registration -> {
                registration.registerWorkflowImplementationTypes(
                    TutorialWorkflow.Implementation.class);
                registration.registerActivitiesImplementations(
                    (TutorialWorkflow.Payments)
                        line -> {
                          if (line.get("item").equals("Hangs")) {
                            awaitQuietly(end);
                          }
                          return "Payment processed";
                        });
              });
      McpTools agent = other.connect("claude-ai");
      other.warmUp(agent);
      agent.submit("{\"id\": \"PAID\", \"lines\": [{\"item\": \"Desk\", \"amount\": 10}]}");
      agent.submit("{\"id\": \"PAYING\", \"lines\": [{\"item\": \"Hangs\", \"amount\": 10}]}");
      agent.approve("PAID");
      assertGolden("sent-approval-tutorial-worker", agent.approve("PAYING", "go"));
      agent.awaitStatus("PAID", "Completed");
      other.workflow("PAID").getResult(String.class);
      Eventually.see(
          "a payment", () -> other.requestedPayments("PAYING"), requested -> !requested.isEmpty());

      // when its worker is gone
      worker.close();

      // then what is paid is not called unpaid
      ToolReply paid = agent.status("PAID");
      assertThat(paid.status()).isEqualTo("Completed");
      assertGolden("status-completed-no-worker-tutorial", paid);
      assertThat(paid.invoice()).isEmpty();
      ToolReply again = agent.approve("PAID");
      assertThat(again.code()).isEqualTo("ALREADY_CLOSED");
      assertThat(again.content().at("/decision/approved").asBoolean()).isTrue();
      assertGolden("approve_invoice-already-closed-no-worker", again);

      // and what is decided is not decided again
      ToolReply rejected = agent.reject("PAYING");
      assertThat(rejected.code()).isEqualTo("ALREADY_DECIDED");
      assertThat(rejected.content().at("/decision/approved").asBoolean()).isTrue();
      assertThat(rejected.content().at("/decision/note").asText()).isEqualTo("go");
      ToolReply paying = agent.status("PAYING");
      assertThat(paying.code()).isEqualTo("NO_WORKER");
      assertGolden("no-worker", paying);
      end.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ToolReply submit(String id, String amount) throws Exception {
    return tools.submit(
        "{\"id\": \"%s\", \"lines\": [{\"item\": \"Desk of %s\", \"amount\": %s}]}"
            .formatted(id, id, amount));
  }
}
