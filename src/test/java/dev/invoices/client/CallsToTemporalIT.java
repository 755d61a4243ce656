package dev.invoices.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.payment.RecordingGateway;
import dev.invoices.testkit.CountedCalls;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.workflow.ProcessingRules;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often a request of a client goes to Temporal while a worker answers. */
@Timeout(60)
class CallsToTemporalIT {

  private static final KnownRuns RUNS = new KnownRuns();

  private static InvoiceStack stack;
  private static CountedCalls calls;

  @BeforeAll
  static void start() throws Exception {
    stack = InvoiceStack.start();
    // An hour's pause before each payment, so that an approved invoice is still being paid.
    stack.startWorker(
        ProcessingRules.of(Duration.ofDays(5), Duration.ofHours(1), 1), new RecordingGateway());
    calls = CountedCalls.connect(stack.temporal().address());
  }

  @AfterAll
  static void stop() throws Exception {
    calls.close();
    stack.close();
  }

  @Test
  void submission_takesAStartAndAQuery() throws Exception {
    assertThat(during(client -> client.submit(invoice("PROCESS"))))
        .containsExactly("StartWorkflowExecution", "QueryWorkflow");
  }

  @Test
  void statusOfAWaitingInvoice_takesAQuery() throws Exception {
    submit("STATUS");

    assertThat(during(client -> client.find("STATUS"))).containsExactly("QueryWorkflow");
  }

  @Test
  void statusOfAClosedInvoice_takesAQuery() throws Exception {
    submit("CLOSED");
    decide("CLOSED", false);

    assertThat(during(client -> client.find("CLOSED"))).containsExactly("QueryWorkflow");
  }

  @Test
  void statusOfAnInvoiceBeingPaid_takesADescriptionToo() throws Exception {
    submit("PAYING");
    decide("PAYING", true);

    assertThat(during(client -> client.find("PAYING")))
        .containsExactly("QueryWorkflow", "DescribeWorkflowExecution");
  }

  @Test
  void statusOfAnInvoiceThatEndedSinceTheDecision_takesADescriptionToo_afterAMoment()
      throws Exception {
    AtomicLong now = new AtomicLong();
    KnownRuns runs = new KnownRuns(now::get);
    try (InvoiceStack quick = InvoiceStack.start();
        CountedCalls counted = CountedCalls.connect(quick.temporal().address())) {
      quick.startWorker(
          ProcessingRules.of(Duration.ofDays(5), Duration.ZERO, 1), new RecordingGateway());
      for (String id : List.of("SOON", "LATER")) {
        InvoiceClient client = InvoiceClient.begin(counted.connection(), runs);
        client.submit(invoice(id));
        client.decide(id, true, anna());
        quick.workflow(id).getResult(String.class);
      }

      assertThat(counted.during(() -> InvoiceClient.begin(counted.connection(), runs).find("SOON")))
          .containsExactly("QueryWorkflow");
      now.addAndGet(KnownRuns.MOMENT.toNanos());
      assertThat(
              counted.during(() -> InvoiceClient.begin(counted.connection(), runs).find("LATER")))
          .containsExactly("QueryWorkflow", "DescribeWorkflowExecution");
    }
  }

  @Test
  void approvalOfAShownInvoice_takesAnUpdate() throws Exception {
    submit("SHOWN");
    DecisionSignal about = anna().about(invoice("SHOWN").digest(), 1, "");

    assertThat(during(client -> client.decide("SHOWN", true, about)))
        .containsExactly("UpdateWorkflowExecution");
  }

  @Test
  void approvalOfAnInvoiceThatWasSubmittedHere_takesAnUpdate() throws Exception {
    submit("APPROVE");

    assertThat(during(client -> client.decide("APPROVE", true, anna())))
        .containsExactly("UpdateWorkflowExecution");
  }

  @Test
  void firstLookAtAnInvoiceOfAnotherServer_takesADescriptionAndAQuery_andTheSecondAQuery()
      throws Exception {
    submit("NEW-HERE");
    KnownRuns none = new KnownRuns();

    assertThat(during(none, client -> client.find("NEW-HERE")))
        .containsExactly("DescribeWorkflowExecution", "QueryWorkflow");
    assertThat(during(none, client -> client.find("NEW-HERE"))).containsExactly("QueryWorkflow");
  }

  @Test
  void approvalOfAnInvoiceThatWasNeverSeenHere_looksFirst() throws Exception {
    submit("UNSEEN");

    assertThat(during(new KnownRuns(), client -> client.decide("UNSEEN", true, anna())))
        .containsExactly("DescribeWorkflowExecution", "QueryWorkflow", "UpdateWorkflowExecution");
  }

  @Test
  void rejectionOfADecidedInvoice_looksAgain() throws Exception {
    submit("DECIDED");
    decide("DECIDED", true);

    assertThat(during(client -> client.decide("DECIDED", false, anna())))
        .containsExactly("UpdateWorkflowExecution", "QueryWorkflow", "DescribeWorkflowExecution");
  }

  @Test
  void unknownInvoice_takesOneMoreCallForSimilarOnes() throws Exception {
    assertThat(
            during(
                client ->
                    client
                        .find("NEVER-SEEN")
                        .map(Object.class::cast)
                        .orElseGet(() -> client.findSimilar("NEVER-SEEN"))))
        .containsExactly("DescribeWorkflowExecution", "ListWorkflowExecutions");
  }

  private static List<String> during(Request request) throws Exception {
    return during(RUNS, request);
  }

  private static List<String> during(KnownRuns known, Request request) throws Exception {
    InvoiceClient client = InvoiceClient.begin(calls.connection(), known);
    Callable<Object> work = () -> request.of(client);
    return calls.during(work);
  }

  private static void submit(String id) throws Exception {
    InvoiceClient.begin(calls.connection(), RUNS).submit(invoice(id));
  }

  private static void decide(String id, boolean approve) throws Exception {
    assertThat(InvoiceClient.begin(calls.connection(), RUNS).decide(id, approve, anna()))
        .isInstanceOf(DecisionOutcome.Counted.class);
  }

  private static Invoice invoice(String id) {
    return InvoiceSamples.valid(InvoiceSamples.with("id", "\"" + id + "\""));
  }

  private static DecisionSignal anna() {
    return new DecisionSignal("anna", "test", "", UUID.randomUUID().toString(), "");
  }

  /** What a client asks for. */
  @FunctionalInterface
  private interface Request {
    Object of(InvoiceClient client) throws Exception;
  }
}
