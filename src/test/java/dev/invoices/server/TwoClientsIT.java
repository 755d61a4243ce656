package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.decision.Decision;
import dev.invoices.json.ExactJson;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.ToolReply;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;

/** Two people, each with a client and a server of their own, decide at the same moment. */
@Timeout(60)
class TwoClientsIT {

  private static InvoiceStack stack;
  private static McpTools ann;
  private static McpTools bob;
  private static ExecutorService people;

  @BeforeAll
  static void start() throws Exception {
    stack = InvoiceStack.start();
    stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT1H"));
    ann = stack.connect("client-of-ann");
    bob = stack.connect("client-of-bob");
    stack.warmUp(ann);
    people = Executors.newFixedThreadPool(2);
  }

  @AfterAll
  static void stop() throws IOException {
    people.shutdownNow();
    stack.close();
  }

  @RepeatedTest(20)
  void oppositeDecisionsAtOnce_haveOneWinner_andBothAnswersNameIt(RepetitionInfo repetition)
      throws Exception {
    // given an open invoice
    String id = "RACE-" + repetition.getCurrentRepetition();
    ann.submit("{\"id\": \"%s\", \"lines\": [{\"item\": \"Desk\", \"amount\": 10}]}".formatted(id));

    // when one approves and the other rejects
    CyclicBarrier together = new CyclicBarrier(2);
    Future<ToolReply> approval = people.submit(after(together, () -> ann.approve(id)));
    Future<ToolReply> rejection = people.submit(after(together, () -> bob.reject(id)));
    ToolReply ofAnn = approval.get(20, TimeUnit.SECONDS);
    ToolReply ofBob = rejection.get(20, TimeUnit.SECONDS);

    // then exactly one has won
    assertThat(List.of(ofAnn.isError(), ofBob.isError())).containsExactlyInAnyOrder(true, false);
    boolean annWon = !ofAnn.isError();
    ToolReply winner = annWon ? ofAnn : ofBob;
    ToolReply loser = annWon ? ofBob : ofAnn;
    assertThat(winner.code()).isEqualTo(annWon ? "APPROVED" : "REJECTED");
    assertThat(loser.code()).isIn("ALREADY_DECIDED", "ALREADY_CLOSED");

    // and both answers name them
    Decision decision = decision(winner);
    assertThat(decision.through())
        .isEqualTo(annWon ? "client-of-ann 1.2.3" : "client-of-bob 1.2.3");
    assertThat(decision(loser)).isEqualTo(decision);
    assertThat(loser.text()).contains(decision.by(), decision.through());

    // and so does the workflow ever after
    assertThat(decision(bob.status(id))).isEqualTo(decision);
    assertThat(bob.status(id).status())
        .isEqualTo(annWon ? "Processing payments" : "Rejected by approver");
  }

  private static Callable<ToolReply> after(CyclicBarrier together, Callable<ToolReply> decision) {
    return () -> {
      together.await(10, TimeUnit.SECONDS);
      return decision.call();
    };
  }

  private static Decision decision(ToolReply reply) {
    return ExactJson.mapper().convertValue(reply.content().get("decision"), Decision.class);
  }
}
