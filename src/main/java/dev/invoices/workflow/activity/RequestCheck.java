package dev.invoices.workflow.activity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.reading.InvalidInvoiceException;
import dev.invoices.invoice.reading.InvoiceId;
import dev.invoices.invoice.reading.InvoiceReader;
import dev.invoices.invoice.reading.InvoiceSource;
import dev.invoices.invoice.reading.NumberRules;
import dev.invoices.json.ExactJson;
import dev.invoices.payment.IdempotencyKey;
import dev.invoices.payment.Payment;
import dev.invoices.temporal.JsonDataConverter;
import dev.invoices.text.Quote;
import dev.invoices.text.SafeText;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must hold before anything is done about a request. Any client of Temporal can schedule an
 * activity, from a workflow of another type or without one.
 */
final class RequestCheck {

  private static final Logger log = LoggerFactory.getLogger(RequestCheck.class);
  private static final int MAX_QUOTED = 100;

  /** A run id has 36 characters. */
  private static final int MAX_SUBMISSION = 100;

  private static final int MAX_REASON_LENGTH = 300;

  /** Temporal's clock may be set; a time far ahead would stop all payments of the invoice. */
  private static final Duration MAX_AHEAD = Duration.ofDays(1);

  private RequestCheck() {}

  /**
   * A request of our workflow for its own invoice.
   *
   * @param caller the activity with which it came
   * @throws ApplicationFailure when it is not, of type {@link PaymentActivities#PAYMENT_REFUSED}
   */
  static PaymentRequest request(RawValue given, ActivityInfo caller) {
    Optional<PaymentRequest> request = JsonDataConverter.read(given, PaymentRequest.class);
    String problem =
        request
            .map(
                read ->
                    problem(read, caller).or(() -> strange(caller, read.invoiceId())).orElse(""))
            .orElse("the request cannot be read");
    if (!problem.isEmpty()) {
      throw refused(caller, problem);
    }
    return request.get();
  }

  /**
   * The same for a question about an invoice.
   *
   * @throws ApplicationFailure when it is not, of type {@link PaymentActivities#PAYMENT_REFUSED}
   */
  static PaymentInquiry inquiry(RawValue given, ActivityInfo caller) {
    PaymentInquiry inquiry =
        JsonDataConverter.read(given, PaymentInquiry.class)
            .filter(read -> read.invoice() != null && read.origin() != null)
            .orElseThrow(() -> refused(caller, "the inquiry cannot be read"));
    JsonNode json = JsonDataConverter.json(given).path("invoice");
    Reading reading = read(json, read -> isSame(json, ExactJson.mapper().valueToTree(read)));
    Optional<String> problem =
        reading
            .problem()
            .or(() -> lineProblem(inquiry))
            .or(() -> originProblem(inquiry.origin(), caller))
            .or(() -> strange(caller, inquiry.invoice().id()));
    if (problem.isPresent()) {
      throw refused(caller, problem.get());
    }
    return new PaymentInquiry(
        reading.invoice().get(), inquiry.onePayment(), inquiry.line(), inquiry.origin());
  }

  /**
   * A local activity: only a workflow that this worker itself runs can have one.
   *
   * @throws ApplicationFailure when it is not, of type {@link PaymentActivities#PAYMENT_REFUSED}
   */
  static void requireLocal(ActivityInfo caller) {
    if (!caller.isLocal()) {
      throw refused(caller, "only a workflow within this worker may use the register");
    }
  }

  private static Optional<String> problem(PaymentRequest request, ActivityInfo caller) {
    if (request.line() < Payment.WHOLE_INVOICE || request.line() > Invoice.MAX_LINES) {
      return Optional.of("an invoice has no line " + request.line());
    }
    return textProblem(request)
        .or(() -> amountProblem(request))
        .or(() -> submissionProblem(request.submission()))
        .or(() -> requestProblem(request.request(), caller))
        .or(() -> timeProblem(request.askedAt(), caller))
        .or(
            () ->
                key(request, caller).equals(request.idempotencyKey())
                    ? Optional.empty()
                    : Optional.of("its idempotency key is not the one of this payment"));
  }

  /** The texts must be those of an invoice that can be read, today or as in earlier runs. */
  private static Optional<String> textProblem(PaymentRequest request) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("item", request.item());
    line.put("amount", 1);
    line.put("description", request.description());
    Map<String, Object> invoice = new LinkedHashMap<>();
    invoice.put("id", request.invoiceId());
    invoice.put("vendor", request.vendor().orElse(""));
    invoice.put("currency", request.currency());
    invoice.put("lines", List.of(line));
    return read(
            ExactJson.mapper().valueToTree(invoice),
            read ->
                read.id().equals(request.invoiceId())
                    && read.vendor().equals(request.vendor().orElse(""))
                    && read.currency().equals(request.currency())
                    && read.lines().get(0).item().equals(request.item()))
        .problem();
  }

  private static Optional<String> amountProblem(PaymentRequest request) {
    if (request.amount() == null) {
      return Optional.of("it has no amount");
    }
    return NumberRules.paymentProblems(
            request.amount(),
            request.currency(),
            request.line() == Payment.WHOLE_INVOICE ? Invoice.MAX_LINES : 1)
        .stream()
        .findFirst()
        .map("its amount "::concat);
  }

  /** The ledger records it, so it must not be long. */
  private static Optional<String> submissionProblem(Optional<String> submission) {
    return submission
        .flatMap(runId -> SafeText.problem(runId, MAX_SUBMISSION))
        .map("its submission "::concat);
  }

  /**
   * After a reset, Temporal gives the new run what the earlier one had asked for. A person has to
   * decide anew before anything of it is paid.
   */
  private static Optional<String> requestProblem(Optional<String> request, ActivityInfo caller) {
    return request
        .filter(id -> !id.startsWith(caller.getWorkflowRunId() + "/"))
        .map(id -> "another run of the workflow asked for it");
  }

  /** The ledger records it, and refuses what was asked for before. */
  private static Optional<String> timeProblem(Optional<Instant> askedAt, ActivityInfo caller) {
    Instant last = Instant.ofEpochMilli(caller.getScheduledTimestamp()).plus(MAX_AHEAD);
    return askedAt
        .filter(time -> time.isBefore(Instant.EPOCH) || time.isAfter(last))
        .map(time -> "it was not asked for at the time that it names");
  }

  /**
   * The one key of the payment; requests of the first version, which know no vendor, had others.
   */
  private static String key(PaymentRequest request, ActivityInfo caller) {
    return request
        .vendor()
        .map(
            vendor ->
                IdempotencyKey.of(
                    caller.getNamespace(), vendor, request.invoiceId(), request.line()))
        .orElseGet(() -> request.invoiceId() + "/" + request.line());
  }

  private static Optional<String> originProblem(PaymentOrigin origin, ActivityInfo caller) {
    return caller.getNamespace().equals(origin.namespace())
        ? submissionProblem(origin.submission())
            .or(() -> requestProblem(origin.request(), caller))
            .or(() -> timeProblem(origin.askedAt(), caller))
        : Optional.of("it is about another namespace");
  }

  private static Optional<String> lineProblem(PaymentInquiry inquiry) {
    return inquiry.isAboutAPayment()
        ? Optional.empty()
        : Optional.of("the invoice has no payment " + inquiry.line().orElseThrow());
  }

  /** An invoice, or what is wrong with it. */
  private record Reading(Optional<Invoice> invoice, Optional<String> problem) {}

  /** Has the reader of invoices find exactly what was said, today or as in earlier runs. */
  private static Reading read(JsonNode json, Predicate<Invoice> isExactly) {
    String problem = "it is not in the form of an invoice that was read";
    for (InvoiceSource source : InvoiceSource.values()) {
      try {
        Invoice invoice = InvoiceReader.read(json, source);
        if (isExactly.test(invoice)) {
          return new Reading(Optional.of(invoice), Optional.empty());
        }
      } catch (InvalidInvoiceException e) {
        problem = e.getMessage();
      }
    }
    return new Reading(Optional.empty(), Optional.of(problem));
  }

  /** Whether two JSON values differ at most in how their numbers are written. */
  private static boolean isSame(JsonNode one, JsonNode other) {
    return one.equals(
        (a, b) -> {
          boolean same =
              a.isNumber() && b.isNumber()
                  ? a.decimalValue().compareTo(b.decimalValue()) == 0
                  : a.equals(b);
          return same ? 0 : 1;
        },
        other);
  }

  /** What is wrong when another asks than the workflow of the invoice. */
  private static Optional<String> strange(ActivityInfo caller, String invoiceId) {
    boolean isOfTheInvoice =
        PaymentActivities.WORKFLOW_TYPE.equals(caller.getWorkflowType())
            && (InvoiceId.WORKFLOW_PREFIX + invoiceId).equals(caller.getWorkflowId());
    return isOfTheInvoice
        ? Optional.empty()
        : Optional.of(
            "only the workflow of the invoice may ask, for invoice \"%s\""
                .formatted(Quote.inside(invoiceId, MAX_QUOTED)));
  }

  private static ApplicationFailure refused(ActivityInfo caller, String problem) {
    String reason = SafeText.of(problem, MAX_REASON_LENGTH);
    log.warn(
        "Refused {}: {}. {}. If you did not do this, find out who has access to Temporal.",
        caller.getActivityType(),
        reason,
        asker(caller));
    return refusal(reason);
  }

  /**
   * The failure of a request that is not done, of type {@link PaymentActivities#PAYMENT_REFUSED}.
   */
  static ApplicationFailure refusal(String reason) {
    ApplicationFailure failure =
        ApplicationFailure.newNonRetryableFailure(
            "Refused: " + reason, PaymentActivities.PAYMENT_REFUSED);
    failure.setStackTrace(new StackTraceElement[0]);
    return failure;
  }

  private static String asker(ActivityInfo caller) {
    return caller.isInWorkflow()
        ? "It was asked by a workflow of type \"%s\" with the id \"%s\""
            .formatted(
                Quote.inside(caller.getWorkflowType(), MAX_QUOTED),
                Quote.inside(caller.getWorkflowId(), MAX_QUOTED))
        : "It was asked by no workflow, with the activity id \"%s\""
            .formatted(Quote.inside(caller.getActivityId(), MAX_QUOTED));
  }
}
