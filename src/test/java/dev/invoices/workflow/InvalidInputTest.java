package dev.invoices.workflow;

import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_STARTED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceStatus;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An invalid invoice fails its workflow at once, whichever client sent it. */
class InvalidInputTest {

  private static final String UNREADABLE =
      "the input is missing or cannot be read as JSON; give an object";

  @AutoClose
  private final InvoiceEnvironment environment = InvoiceEnvironment.under(ProcessingRules.DEFAULT);

  static Stream<Arguments> inputs() {
    return Stream.of(
        arguments("no input", new Object[] {}, UNREADABLE),
        arguments("null", new Object[] {null}, UNREADABLE),
        arguments(
            "a text",
            new Object[] {"INV-7"},
            "the input is a string that is not valid JSON at column 1; give the JSON value itself, without quotes around it"),
        arguments(
            "nothing in it",
            json("{}"),
            "id is missing; give a string;"
                + " lines is missing; give an array of at least one line"),
        arguments(
            "an amount with a currency sign",
            json("{\"id\": \"INV-7\", \"lines\": [{\"item\": \"x\", \"amount\": \"$5\"}]}"),
            "lines[0].amount must be a plain number such as 1234.56, without currency, thousands separators or other text"),
        arguments("broken JSON", raw("json/plain", "{\"id\":"), UNREADABLE),
        arguments("empty JSON", raw("json/plain", ""), UNREADABLE),
        arguments(
            "a number beyond all numbers",
            raw("json/plain", "{\"id\":\"x\",\"total\":1e99999999999}"),
            UNREADABLE),
        arguments("too deep", raw("json/plain", "[".repeat(5_000)), UNREADABLE),
        arguments("bytes", raw("binary/plain", "\u0000\u0001"), UNREADABLE),
        arguments("protobuf", raw("binary/protobuf", "x"), UNREADABLE),
        arguments("protobuf JSON", raw("json/protobuf", "{}"), UNREADABLE),
        arguments("unknown encoding", raw("message/gold", "x"), UNREADABLE),
        arguments("no encoding", new Object[] {RawPayloads.withoutEncoding()}, UNREADABLE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void inputThatIsNoInvoice_failsAtOnceNamingTheFault(String kind, Object[] input, String fault) {
    SubmittedInvoice invoice = environment.submit(input);

    assertThat(failure(invoice).getOriginalMessage()).isEqualTo("Not a valid invoice: " + fault);
    assertThat(failure(invoice).getType()).isEqualTo("InvalidInvoice");
    assertThat(failure(invoice).isNonRetryable()).isTrue();
    assertThat(invoice.executionStatus()).isEqualTo("FAILED");
    assertThat(invoice.events(EVENT_TYPE_WORKFLOW_TASK_FAILED)).isEmpty();
    assertThat(invoice.events(EVENT_TYPE_TIMER_STARTED)).isEmpty();
    assertThat(environment.gateway().attempts()).isEmpty();
  }

  @Test
  void afterTheFailure_statusDetailsAndMemoSayWhatHappened() {
    SubmittedInvoice invoice = environment.submitJson(InvoiceSamples.withLine("amount", "-5"));

    assertThat(failure(invoice)).hasMessageContaining("this is a credit note");

    assertThat(invoice.status()).isEqualTo("Invalid invoice - nothing was paid");
    assertThat(invoice.details().id()).isEqualTo("INV-7");
    assertThat(invoice.details().status()).isEqualTo(InvoiceStatus.INVALID);
    assertThat(invoice.details().lines()).isEmpty();
    assertThat(invoice.details().paidAmount()).hasToString("USD 0.00");
    assertThat(invoice.memo()).isEqualTo(invoice.details());
  }

  @Test
  void idThatIsNotTheOneOfTheWorkflow_failsAtOnceNamingBoth() {
    SubmittedInvoice invoice = environment.submitJson(InvoiceSamples.with("id", "\"OTHER\""));

    assertThat(failure(invoice).getOriginalMessage())
        .isEqualTo(
            "Not a valid invoice: id does not match the workflow id, which must be invoice-OTHER");
    assertThat(environment.gateway().attempts()).isEmpty();
  }

  @Test
  void approvalOfAnInvalidInvoice_paysNothing() {
    try (InvoiceEnvironment idle = InvoiceEnvironment.withoutWorker()) {
      SubmittedInvoice invoice = idle.submitJson(InvoiceSamples.withLine("amount", "-5"));
      invoice.approve();

      idle.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);

      assertThat(failure(invoice).getType()).isEqualTo("InvalidInvoice");
      assertThat(idle.gateway().attempts()).isEmpty();
    }
  }

  @Test
  void unknownFields_ignoredBecauseAnotherSystemMaySayMore() {
    SubmittedInvoice invoice = environment.submitJson(InvoiceSamples.with("due", "\"tomorrow\""));

    assertThat(invoice.status()).isEqualTo("Awaiting approval");
  }

  private static Object[] json(String json) {
    return new Object[] {InvoiceSamples.node(json)};
  }

  private static Object[] raw(String encoding, String data) {
    return new Object[] {RawPayloads.of(encoding, data)};
  }

  private static ApplicationFailure failure(SubmittedInvoice invoice) {
    var failed = catchThrowableOfType(WorkflowFailedException.class, invoice::result);
    assertThat(failed).isNotNull().hasCauseInstanceOf(ApplicationFailure.class);
    return (ApplicationFailure) failed.getCause();
  }
}
