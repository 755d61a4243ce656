package dev.invoices.workflow;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.InvoiceWarning.Kind;
import dev.invoices.invoice.Money;
import dev.invoices.payment.LedgerIdentity;
import dev.invoices.register.Finding;
import dev.invoices.register.InvoiceEnding;
import dev.invoices.register.InvoiceEnding.Outcome;
import dev.invoices.register.Registration;
import dev.invoices.text.Quote;
import dev.invoices.text.UtcTime;
import dev.invoices.workflow.activity.RegisterActivities;
import dev.invoices.workflow.activity.RegisterActivities.Arrival;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * The entry of one invoice in the worker's register: makes it, completes it, and warns of those
 * seen before that may be the same. A register that does not answer costs a warning, not the
 * invoice. Part of the workflow, so deterministic: the register is asked by local activities.
 */
final class RegisterEntry {

  private static final Logger log = Workflow.getLogger(RegisterEntry.class);

  /** One try: an invoice must not wait long for a warning. */
  private static final LocalActivityOptions BOUNDED =
      LocalActivityOptions.newBuilder()
          .setScheduleToCloseTimeout(Duration.ofSeconds(2))
          .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
          .build();

  private final RegisterActivities register =
      Workflow.newLocalActivityStub(RegisterActivities.class, BOUNDED);
  private final String runId = Workflow.getInfo().getFirstExecutionRunId();
  private final Consumer<LedgerIdentity> onLedger;
  private boolean isFirst;

  /**
   * @param onLedger told to which ledger the register belongs, once the invoice is entered
   */
  RegisterEntry(Consumer<LedgerIdentity> onLedger) {
    this.onLedger = onLedger;
  }

  /**
   * Enters an invoice that has just been read, even when its workflow is being cancelled.
   *
   * @return what to warn of
   */
  List<InvoiceWarning> arrived(
      ProcessingRules rules, Invoice invoice, String digest, Instant submittedAt) {
    if (!rules.looksUpDuplicates()) {
      return List.of();
    }
    Registration registration =
        new Registration(
            runId,
            invoice.id(),
            invoice.vendor(),
            invoice.number(),
            invoice.currency(),
            invoice.total(),
            invoice.issueDate(),
            digest,
            submittedAt);
    try {
      return findings(rules, registration).stream().map(RegisterEntry::warning).toList();
    } catch (ActivityFailure e) {
      log.warn(
          "Invoice {} was not checked for duplicates: {}", Quote.word(invoice.id()), reason(e));
      return List.of(
          InvoiceWarning.of(
              Kind.NOT_CHECKED_FOR_DUPLICATES,
              "It could not be checked whether this invoice was seen before. Compare it with earlier ones before you approve it."));
    }
  }

  private List<Finding> findings(ProcessingRules rules, Registration registration) {
    if (!rules.bindsToALedger()) {
      return detached(() -> register.recordArrival(registration));
    }
    Arrival arrival = detached(() -> register.registerArrival(registration));
    onLedger.accept(arrival.ledger());
    isFirst = arrival.first();
    return arrival.findings();
  }

  /** Whether the ledger has said that it had no record of this submission when it arrived. */
  boolean isFirst() {
    return isFirst;
  }

  /**
   * Notes how the invoice ended; a register that does not answer misses it. That everything was
   * paid, the payments themselves say.
   */
  void ended(ProcessingRules rules, InvoiceStatus status, Instant at) {
    if (rules.looksUpDuplicates()) {
      outcome(status).ifPresent(outcome -> end(new InvoiceEnding(runId, outcome, at)));
    }
  }

  private void end(InvoiceEnding ending) {
    try {
      detached(
          () -> {
            register.recordEnding(ending);
            return true;
          });
    } catch (ActivityFailure e) {
      log.warn("The register did not note that the invoice has ended: {}", reason(e));
    }
  }

  private static Optional<Outcome> outcome(InvoiceStatus status) {
    return switch (status) {
      case REJECTED -> Optional.of(Outcome.REJECTED);
      case APPROVAL_TIMEOUT -> Optional.of(Outcome.TIMED_OUT);
      case PARTIALLY_PAID -> Optional.of(Outcome.PARTIALLY_PAID);
      case CANCELLED -> Optional.of(Outcome.CANCELLED);
      default -> Optional.empty();
    };
  }

  private static <T> T detached(Supplier<T> work) {
    AtomicReference<T> result = new AtomicReference<>();
    Workflow.newDetachedCancellationScope(() -> result.set(work.get())).run();
    return result.get();
  }

  private static String reason(ActivityFailure failure) {
    Throwable cause = failure.getCause();
    return Quote.of(String.valueOf(cause == null ? failure : cause.getMessage()));
  }

  private static InvoiceWarning warning(Finding found) {
    String why =
        "It may be a duplicate of an invoice over %s, seen at %s. %s. When this invoice arrived, the earlier invoice was %s."
            .formatted(
                new Money(found.currency(), found.total()),
                UtcTime.text(found.submittedAt()),
                switch (found.match()) {
                  case NUMBER -> "Their numbers agree";
                  case TOTAL_AND_DATE -> "Vendor, total and date agree";
                },
                switch (found.state()) {
                  case OPEN -> "not paid yet";
                  case PARTIALLY_PAID -> "paid in part";
                  case PAID -> "paid";
                });
    return InvoiceWarning.possibleDuplicate(why, found.invoiceId(), found.vendor());
  }
}
