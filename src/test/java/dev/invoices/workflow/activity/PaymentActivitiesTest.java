package dev.invoices.workflow.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.json.ExactJson;
import dev.invoices.payment.LedgerIdentity;
import dev.invoices.payment.PaymentUncertainException;
import dev.invoices.payment.RecordingGateway;
import dev.invoices.temporal.JsonDataConverter;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.ActivityStub;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The activities as workflows of any kind use them. */
@Timeout(60)
class PaymentActivitiesTest {

  private static final String QUEUE = "queue";
  private static final Seal SEAL = new Seal(new byte[32]);
  private static final Invoice INVOICE =
      InvoiceSamples.valid(
          """
          {"id": "D-1", "vendor": "Alpha Ltd", "lines": [
            {"item": "Set", "amount": 100}, {"item": "Postage", "amount": 5}]}""");

  /**
   * Calls the activity that its input names, once or as often as it takes; says what came of it.
   */
  @WorkflowInterface
  public interface Caller {
    @WorkflowMethod(name = PaymentActivities.WORKFLOW_TYPE)
    List<String> call(String how, List<Object> arguments);
  }

  /** The same under a type that is not ours. */
  @WorkflowInterface
  public interface Stranger {
    @WorkflowMethod(name = "StrangerWorkflow")
    List<String> call(String how, List<Object> arguments);
  }

  public static final class CallerImpl implements Caller, Stranger {
    @Override
    public List<String> call(String how, List<Object> arguments) {
      RetryOptions once = RetryOptions.newBuilder().setMaximumAttempts(2).build();
      ActivityStub stub =
          how.equals("local")
              ? Workflow.newUntypedLocalActivityStub(
                  LocalActivityOptions.newBuilder()
                      .setStartToCloseTimeout(Duration.ofSeconds(5))
                      .setRetryOptions(once)
                      .build())
              : Workflow.newUntypedActivityStub(
                  ActivityOptions.newBuilder()
                      .setStartToCloseTimeout(Duration.ofSeconds(5))
                      .setRetryOptions(once)
                      .build());
      String activity = (String) arguments.get(0);
      Object[] input = arguments.subList(1, arguments.size()).toArray();
      try {
        return List.of("done", ExactJson.write(stub.execute(activity, Object.class, input)));
      } catch (ActivityFailure e) {
        ApplicationFailure cause = (ApplicationFailure) e.getCause();
        return SEAL.isOnDecline(cause, request(INVOICE))
            ? List.of(cause.getType(), cause.getOriginalMessage(), "sealed")
            : List.of(cause.getType(), cause.getOriginalMessage());
      }
    }
  }

  private final RecordingGateway gateway = new RecordingGateway();
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private TestWorkflowEnvironment temporal;

  @BeforeEach
  void start() {
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    temporal =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(JsonDataConverter.instance())
                        .setWorkerHeartbeatInterval(Duration.ofSeconds(-1))
                        .build())
                .build());
    var worker = temporal.newWorker(QUEUE);
    worker.registerWorkflowImplementationTypes(CallerImpl.class);
    worker.registerActivitiesImplementations(new PaymentActivitiesImpl(gateway, SEAL));
    temporal.start();
  }

  @AfterEach
  void stop() {
    temporal.close();
    System.setErr(before);
  }

  @Test
  void requestOfTheWorkflowOfTheInvoice_isPaidAndSealed() throws Exception {
    PaymentRequest request = PaymentRequest.forLine(INVOICE, 1, origin(RecordingGateway.LEDGER));

    List<String> outcome = ours("D-1", "process_payment", request);

    assertThat(outcome).first().isEqualTo("done");
    PaymentResult result = ExactJson.mapper().readValue(outcome.get(1), PaymentResult.class);
    assertThat(result.isSealed(SEAL, request)).isTrue();
    assertThat(gateway.payments()).containsExactly(request.payment());
  }

  @Test
  void uncertainPayment_isTriedAsLateAsTheProviderAsks_orEverMoreSlowly() {
    assertThat(pause(Optional.of(Duration.ofSeconds(7)), 1)).isEqualTo(Duration.ofSeconds(7));
    assertThat(pause(Optional.of(Duration.ZERO), 9)).isEqualTo(Duration.ofSeconds(1));
    assertThat(pause(Optional.of(Duration.ofDays(1)), 1)).isEqualTo(Duration.ofMinutes(5));
    assertThat(pause(Optional.empty(), 1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(pause(Optional.empty(), 4)).isEqualTo(Duration.ofSeconds(8));
    assertThat(pause(Optional.empty(), 1_000)).isEqualTo(Duration.ofMinutes(5));
  }

  private static Duration pause(Optional<Duration> asked, int attempt) {
    return PaymentActivitiesImpl.pause(new PaymentUncertainException("no answer", asked), attempt);
  }

  @Test
  void declineOfTheGateway_isSealedOnItsWayThroughTemporal() {
    gateway.decline(1, "no funds");

    assertThat(ours("D-1", "process_payment", request(INVOICE)))
        .containsExactly(PaymentActivities.PAYMENT_DECLINED, "no funds", "sealed");
  }

  @Test
  void otherLedgerThanTheInvoices_failsAndNamesBoth() {
    LedgerIdentity other = new LedgerIdentity("7c0c", "/other/ledger.db");
    String sentence =
        "the invoice belongs to the ledger \"/other/ledger.db\", and this worker has another one, \"/books/ledger.db\". So this worker pays nothing for it. Stop this worker, and start one whose INVOICE_LEDGER is the ledger of the invoice";

    assertThat(ours("D-1", "process_payment", PaymentRequest.forLine(INVOICE, 1, origin(other))))
        .containsExactly(PaymentActivities.PAYMENT_FAILED, sentence);
    assertThat(
            ours(
                "D-1",
                "find_payments",
                new PaymentInquiry(INVOICE, false, Optional.empty(), origin(other))))
        .containsExactly(PaymentActivities.PAYMENT_FAILED, sentence);
    assertThat(gateway.attempts()).isEmpty();
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("Payment for invoice D-1, line 1 failed at attempt 2")
        .doesNotContain("\tat ");
  }

  @Test
  void ledgerThatReplacedTheInvoicesAtItsPath_failsAndSaysWhatToDo() {
    LedgerIdentity lost =
        new LedgerIdentity("7c0c1d2e-0000-4000-8000-000000000000", RecordingGateway.LEDGER.file());

    assertThat(ours("D-1", "process_payment", PaymentRequest.forLine(INVOICE, 1, origin(lost))))
        .first()
        .isEqualTo(PaymentActivities.PAYMENT_FAILED);
    assertThat(
            ours(
                "D-1",
                "find_payments",
                new PaymentInquiry(INVOICE, false, Optional.empty(), origin(lost))))
        .last()
        .asString()
        .startsWith("the ledger was replaced: the invoice belongs to ledger 7c0c1d2")
        .contains("Restore it from a backup", "terminate the workflow in the Web UI")
        .doesNotContain("Stop this worker");
    assertThat(gateway.attempts()).isEmpty();
  }

  @Test
  void workflowOfAnotherTypeOrInvoice_isRefusedOnceWithOneLineInTheLog() {
    assertThat(ours("D-2\nINFO paid", "process_payment", request(INVOICE)))
        .first()
        .isEqualTo(PaymentActivities.PAYMENT_REFUSED);
    Stranger stranger = temporal.getWorkflowClient().newWorkflowStub(Stranger.class, id("D-1"));
    assertThat(stranger.call("", List.of("process_payment", request(INVOICE))))
        .first()
        .isEqualTo(PaymentActivities.PAYMENT_REFUSED);

    assertThat(gateway.attempts()).isEmpty();
    assertThat(
            log.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("Refused")))
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).contains("with the id \"invoice-D-2 INFO paid\""))
        .anySatisfy(line -> assertThat(line).contains("a workflow of type \"StrangerWorkflow\""));
  }

  @Test
  void requestThatDoesNotDecode_isRefusedOnce() {
    assertThat(ours("D-1", "process_payment", "not an object"))
        .containsExactly(PaymentActivities.PAYMENT_REFUSED, "Refused: the request cannot be read");
    assertThat(ours("D-1", "process_payment")).first().isEqualTo(PaymentActivities.PAYMENT_REFUSED);

    assertThat(
            log.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("Refused")))
        .hasSize(2);
  }

  @Test
  void searchForPayments_findsWhatWasPaidAlsoAsALocalActivity() throws Exception {
    ours(
        "D-1",
        "process_payment",
        PaymentRequest.forLine(INVOICE, 2, origin(RecordingGateway.LEDGER)));
    PaymentInquiry inquiry =
        new PaymentInquiry(INVOICE, false, Optional.empty(), origin(RecordingGateway.LEDGER));

    for (String how : List.of("remote", "local")) {
      List<String> outcome = call(how, "D-1", "find_payments", inquiry);

      assertThat(outcome).first().isEqualTo("done");
      PaidLines paid = ExactJson.mapper().readValue(outcome.get(1), PaidLines.class);
      assertThat(paid.isSealed(SEAL, inquiry)).isTrue();
      assertThat(BitSet.valueOf(paid.lines()).stream()).containsExactly(2);
      assertThat(paid.receipts())
          .extracting(PaidLines.PaidLine::receipt)
          .containsExactly("R-D-1/2");
    }
  }

  @Test
  void paymentAskedForBeforeTheInquiry_isRefusedOnceWithOneLineInTheLog() {
    PaymentRequest request = PaymentRequest.forLine(INVOICE, 1, asked("2026-01-31T12:00:00Z"));
    PaymentOrigin later = asked("2026-01-31T12:00:00.001Z");
    ours("D-1", "find_payments", new PaymentInquiry(INVOICE, false, Optional.empty(), later));

    assertThat(ours("D-1", "process_payment", request))
        .containsExactly(
            PaymentActivities.PAYMENT_REFUSED,
            "Refused: the workflow has asked the ledger since, and continued without this payment");

    assertThat(gateway.payments()).isEmpty();
    assertThat(log.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("WARN")))
        .singleElement(InstanceOfAssertFactories.STRING)
        .endsWith(
            "Payment for invoice D-1, line 1 was not made: the workflow has asked the ledger since, and continued without this payment");
    assertThat(ours("D-1", "process_payment", PaymentRequest.forLine(INVOICE, 1, later)))
        .first()
        .isEqualTo("done");
  }

  private static PaymentOrigin asked(String time) {
    return new PaymentOrigin(
        "default",
        Optional.of("run-1"),
        Optional.of(RecordingGateway.LEDGER),
        Optional.empty(),
        Optional.of(Instant.parse(time)));
  }

  private static PaymentRequest request(Invoice invoice) {
    return PaymentRequest.forLine(invoice, 1, origin(RecordingGateway.LEDGER));
  }

  private static PaymentOrigin origin(LedgerIdentity ledger) {
    return new PaymentOrigin(
        "default", Optional.of("run-1"), Optional.of(ledger), Optional.empty(), Optional.empty());
  }

  private List<String> ours(String invoiceId, String activity, Object... input) {
    return call("remote", invoiceId, activity, input);
  }

  private List<String> call(String how, String invoiceId, String activity, Object... input) {
    List<Object> arguments = new ArrayList<>(List.of(input));
    arguments.add(0, activity);
    return temporal
        .getWorkflowClient()
        .newWorkflowStub(Caller.class, id(invoiceId))
        .call(how, arguments);
  }

  private static WorkflowOptions id(String invoiceId) {
    return WorkflowOptions.newBuilder()
        .setTaskQueue(QUEUE)
        .setWorkflowId("invoice-" + invoiceId)
        .build();
  }
}
