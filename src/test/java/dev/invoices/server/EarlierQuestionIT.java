package dev.invoices.server;

import static dev.invoices.testkit.RawServer.callTool;
import static dev.invoices.testkit.RawServer.initialize;
import static dev.invoices.testkit.RawServer.initialized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.RawServer;
import dev.invoices.testkit.ToolReply;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A person answers a question that another person has answered, and a new one is open. */
@Tag("patient")
@Timeout(60)
class EarlierQuestionIT {

  private static final Set<String> AWAITING =
      Set.of("Awaiting approval", "Payment declined - awaiting decision");

  @Test
  void approvalMeantForTheQuestionBeforeADecline_paysNothingAndIsAskedAnew() throws Exception {
    try (var stack = InvoiceStack.start()) {
      // given an invoice above what is in the account, of which both persons have seen the question
      stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S", "INVOICE_SANDBOX_BALANCE", "10.00"));
      var ann = stack.connect("client-of-ann");
      var bob = stack.connect("client-of-bob");
      ann.submit("{\"id\": \"ASKED\", \"lines\": [{\"item\": \"Desk\", \"amount\": 50}]}");
      ann.awaitStatus("ASKED", "Awaiting approval");
      bob.awaitStatus("ASKED", "Awaiting approval");

      // when the one approves, the payment is declined, and then the other answers
      ann.approve("ASKED");
      ann.awaitStatus("ASKED", "Payment declined - awaiting decision");
      ToolReply late = bob.approve("ASKED");

      // then that does not count, and says what is asked now
      assertThat(late.code()).isEqualTo("ASKED_ANEW");
      assertThat(late.isError()).isTrue();
      assertThat(late.status()).isEqualTo("Payment declined - awaiting decision");
      assertThat(late.text()).contains("declined", "Desk");
      assertThat(stack.requestedPayments("ASKED")).hasSize(1);

      // and now that it is shown, the same answer counts for the new question
      assertThat(bob.approve("ASKED").code()).isEqualTo("APPROVED");
    }
  }

  /** The payment is declined at once, so that the second approval meets either question. */
  @Test
  void twoApproveTheFirstQuestionAtOnce_oneCounts_andTheOtherAnswerDoesNotContradictItself()
      throws Exception {
    try (var stack = InvoiceStack.start()) {
      stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S", "INVOICE_SANDBOX_BALANCE", "10.00"));
      var ann = stack.connect("client-of-ann");
      var bob = stack.connect("client-of-bob");
      var cleo = stack.connect("client-of-cleo");
      stack.warmUp(ann);
      stack.warmUp(bob);
      stack.warmUp(cleo);
      for (int i = 0; i < 20; i++) {
        // given an invoice that ann has submitted, and perhaps bob has seen
        String id = "RACE-" + i;
        ann.submit(
            "{\"id\": \"%s\", \"lines\": [{\"item\": \"Desk\", \"amount\": 50}]}".formatted(id));
        ann.awaitStatus(id, "Awaiting approval");
        boolean isSeen = i % 2 == 0;
        if (isSeen) {
          bob.status(id);
        }

        // when two approve at once, who have both seen the question, or have both seen nothing
        CyclicBarrier together = new CyclicBarrier(2);
        McpTools first = isSeen ? ann : cleo;
        var one = CompletableFuture.supplyAsync(() -> approve(together, first, id));
        var other = CompletableFuture.supplyAsync(() -> approve(together, bob, id));
        List<ToolReply> replies =
            List.of(one.get(20, TimeUnit.SECONDS), other.get(20, TimeUnit.SECONDS));

        // then one counts, and one payment was tried
        assertThat(replies).extracting(ToolReply::code).containsOnlyOnce("APPROVED");
        replies.forEach(EarlierQuestionIT::assertNoContradiction);
        assertThat(stack.requestedPayments(id)).as(id).hasSize(1);
      }
    }
  }

  private static ToolReply approve(CyclicBarrier together, McpTools client, String id) {
    try {
      together.await(10, TimeUnit.SECONDS);
      return client.approve(id);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertNoContradiction(ToolReply reply) {
    boolean awaits = AWAITING.contains(reply.status());
    switch (reply.code()) {
      case "APPROVED" -> {}
      case "ASKED_ANEW" -> assertThat(awaits).as(reply.text()).isTrue();
      case "ALREADY_DECIDED" -> assertThat(awaits).as(reply.text()).isFalse();
      default -> fail(reply.text());
    }
  }

  @Test
  void approvalByWhomNothingWasShown_afterADecline_paysNothingAndIsAskedAnew() throws Exception {
    try (var stack = InvoiceStack.start()) {
      // given an invoice whose payment was declined, and a client that has not seen it
      stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S", "INVOICE_SANDBOX_BALANCE", "10.00"));
      var ann = stack.connect("client-of-ann");
      ann.submit("{\"id\": \"UNSEEN\", \"lines\": [{\"item\": \"Desk\", \"amount\": 50}]}");
      ann.approve("UNSEEN");
      ann.awaitStatus("UNSEEN", "Payment declined - awaiting decision");

      // when it approves, alone or in one breath with a call that shows the invoice
      var bob = stack.connect("client-of-bob");
      ToolReply unseen = bob.approve("UNSEEN");
      try (var cleo =
          RawServer.start(
              stack.temporal().serve(new ProcessBuilder(PackagedJar.server().command())))) {
        cleo.send(initialize(0, "2025-11-25"), initialized());
        cleo.next();
        cleo.send(
            callTool(1, "get_invoice_status", "{\"invoice_id\": \"UNSEEN\"}"),
            callTool(2, "approve_invoice", "{\"invoice_id\": \"UNSEEN\"}"));
        assertThat(cleo.next().at("/result/structuredContent/code").asText()).isEqualTo("STATUS");
        assertThat(cleo.next().at("/result/structuredContent/code").asText())
            .isEqualTo("ASKED_ANEW");
      }

      // then the decline is shown first, and nothing was tried again
      assertThat(unseen.code()).isEqualTo("ASKED_ANEW");
      assertThat(unseen.text()).contains("declined", "Desk");
      assertThat(stack.requestedPayments("UNSEEN")).hasSize(1);

      // and the next call counts
      assertThat(bob.approve("UNSEEN").code()).isEqualTo("APPROVED");
    }
  }
}
