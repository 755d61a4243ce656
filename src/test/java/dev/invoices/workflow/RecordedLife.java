package dev.invoices.workflow;

import static dev.invoices.invoice.InvoiceStatus.AWAITING_APPROVAL;
import static dev.invoices.invoice.InvoiceStatus.PAYMENT_DECLINED;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.LineState;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.payment.Payment;
import dev.invoices.payment.sandbox.Hold;
import dev.invoices.register.Finding;
import io.temporal.client.WorkflowFailedException;
import io.temporal.common.interceptors.WorkerInterceptor;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The ways an invoice can take of which histories are recorded. */
enum RecordedLife {
  COMPLETED,
  REJECTED,
  TIMED_OUT,
  RETRIED,
  DECLINED_THEN_PAID,
  PARTIALLY_PAID,
  CANCELLED_WAITING,
  CANCELLED_PAYING,
  SEVERAL_IN_FLIGHT,
  /** Several in flight; those that are paid during a pause are published at once. */
  TOLD_IN_PAUSES,
  /** Three payments open at once that end in another order, one of them declined. */
  ENDING_OUT_OF_ORDER,
  /** Three payments open at once when it is cancelled. */
  CANCELLED_IN_FLIGHT,
  /** The first of several runs, which ends with two payments open at once. */
  IN_FLIGHT_AT_THE_END_OF_A_RUN,
  /** The first of several runs. */
  CONTINUES_AS_NEW,
  /** The last of several runs. */
  CONTINUED_AS_NEW,
  /** The last of several runs with several lines in flight; a line of the first was declined. */
  DECLINED_ACROSS_RUNS,
  /** The last of several runs, reset to its first task; a line of the first was declined. */
  RESET_ACROSS_RUNS,
  /** The last of several runs, which asks the ledger about the lines of the others. */
  COMPARED_ACROSS_RUNS,
  /** One payment of the total, declined once. */
  ONE_PAYMENT,
  /** A possible duplicate; an approval that leaves that open comes before one that does not. */
  DUPLICATE_ACKNOWLEDGED,
  /** A decision about other content comes before the one that counts. */
  ABOUT_OTHER_CONTENT,
  /** The register does not answer. */
  REGISTER_BROKEN,
  INVALID;

  private static final String FULL =
      """
      {"id": "INV-7", "vendor": "Acme", "currency": "EUR", "total": 6.00, "lines": [
        {"item": "Web Development", "amount": 1.00, "description": "Frontend work"},
        {"item": "Design Services", "amount": 2.00, "description": "UI/UX design"},
        {"item": "Hosting", "amount": 3.00}]}""";

  private static final String WITH_DISCOUNT =
      """
      {"id": "INV-7", "vendor": "Acme", "number": "4711", "issue_date": "2026-10-01", "lines": [
        {"item": "Chairs", "amount": 200.00, "quantity": 2, "unit_price": 100},
        {"item": "Delivery", "amount": 0},
        {"item": "Loyalty discount", "amount": -20.00}]}""";

  private static final Finding TWIN =
      new Finding(
          "inv-7",
          "Acme",
          "",
          Currency.getInstance("EUR"),
          new BigDecimal("6.00"),
          Instant.EPOCH,
          Finding.State.PAID,
          Finding.Match.NUMBER);

  /** Who submits and decides. */
  enum Client {
    /** This product's server: every field, decisions with their sender. */
    OURS,
    /** The tutorial's client: bare fields, signals without an argument. */
    TUTORIAL,
    /** This product's server while our worker is there, which decides in one step. */
    AT_ONCE
  }

  /** The rules of its worker. */
  ProcessingRules rules() {
    return switch (this) {
      case SEVERAL_IN_FLIGHT, TOLD_IN_PAUSES ->
          InvoiceEnvironment.rules(Duration.ofSeconds(2), 3, 300);
      case ENDING_OUT_OF_ORDER, CANCELLED_IN_FLIGHT ->
          InvoiceEnvironment.rules(Duration.ZERO, 3, 300);
      case IN_FLIGHT_AT_THE_END_OF_A_RUN -> InvoiceEnvironment.rules(Duration.ZERO, 3, 2);
      case RESET_ACROSS_RUNS -> InvoiceEnvironment.rules(Duration.ZERO, 1, 2);
      case CONTINUES_AS_NEW, CONTINUED_AS_NEW, COMPARED_ACROSS_RUNS ->
          InvoiceEnvironment.rules(Duration.ofSeconds(2), 1, 2);
      case DECLINED_ACROSS_RUNS -> InvoiceEnvironment.rules(Duration.ofSeconds(2), 2, 2);
      case CANCELLED_PAYING -> InvoiceEnvironment.WITHOUT_PAUSE;
      default -> ProcessingRules.DEFAULT;
    };
  }

  /** What else its worker has. */
  WorkerInterceptor[] interceptors() {
    return this == RESET_ACROSS_RUNS
        ? new WorkerInterceptor[] {ResetRun.ofContinuedRuns()}
        : new WorkerInterceptor[0];
  }

  /** Leads an invoice through it. */
  SubmittedInvoice live(Client client, InvoiceEnvironment environment) throws Exception {
    if (this == INVALID) {
      SubmittedInvoice invalid = environment.submitJson("{\"id\": \"INV-7\"}");
      assertThatThrownBy(invalid::result).isInstanceOf(WorkflowFailedException.class);
      return invalid;
    }
    if (this == DUPLICATE_ACKNOWLEDGED) {
      environment.register().find(TWIN);
    }
    if (this == REGISTER_BROKEN) {
      environment.register().breakDown();
    }
    SubmittedInvoice invoice = environment.awaitingApproval(submitted(client));
    Person person = new Person(invoice, client, new AtomicInteger());
    switch (this) {
      case REJECTED -> person.reject();
      case RETRIED -> {
        environment.gateway().failTransiently(2, 2);
        person.approve();
      }
      case DUPLICATE_ACKNOWLEDGED -> {
        invoice.approve(Person.alice("open", "", Optional.of(false)));
        person.approve();
      }
      case ABOUT_OTHER_CONTENT -> {
        invoice.approve(Person.alice("other", "0123456789abcdef", Optional.of(false)));
        person.approve();
      }
      case REGISTER_BROKEN -> person.reject();
      case ONE_PAYMENT -> {
        environment.gateway().decline(Payment.WHOLE_INVOICE, "insufficient funds");
        person.approve();
        invoice.awaitStatus(PAYMENT_DECLINED);
        environment.gateway().accept(Payment.WHOLE_INVOICE);
        person.approve();
      }
      case DECLINED_THEN_PAID, DECLINED_ACROSS_RUNS, PARTIALLY_PAID -> {
        environment.gateway().decline(2, "insufficient funds");
        person.approve();
        environment.skip(Duration.ofMinutes(1));
        invoice.awaitStatus(PAYMENT_DECLINED);
        environment.gateway().accept(2);
        if (this == PARTIALLY_PAID) {
          person.reject();
        } else {
          person.approve();
        }
      }
      case RESET_ACROSS_RUNS -> {
        environment.gateway().decline(2, "insufficient funds");
        person.approve();
        invoice.awaitNextRun();
        invoice.awaitStatus(AWAITING_APPROVAL);
        environment.gateway().accept(2);
        person.approve();
      }
      case CANCELLED_WAITING -> invoice.cancel();
      case CANCELLED_PAYING -> {
        Hold second = environment.gateway().hold(2);
        person.approve();
        second.awaitArrival();
        invoice.cancel();
        second.release();
      }
      case ENDING_OUT_OF_ORDER -> {
        environment.gateway().decline(2, "insufficient funds");
        List<Hold> open = approveAndHold(person, environment, 1, 2, 3);
        open.get(2).release();
        invoice.awaitLinesPaid(1);
        open.get(1).release();
        invoice.awaitLinesIn(LineState.DECLINED, 1);
        open.get(0).release();
        invoice.awaitStatus(PAYMENT_DECLINED);
        environment.gateway().accept(2);
        person.approve();
      }
      case CANCELLED_IN_FLIGHT -> {
        List<Hold> open = approveAndHold(person, environment, 1, 2, 3);
        invoice.cancel();
        open.get(1).release();
        invoice.awaitLinesPaid(1);
        open.forEach(Hold::release);
      }
      case IN_FLIGHT_AT_THE_END_OF_A_RUN -> {
        List<Hold> open = approveAndHold(person, environment, 1, 2);
        open.get(1).release();
        invoice.awaitLinesPaid(1);
        open.get(0).release();
      }
      case TIMED_OUT -> environment.skip(Duration.ofDays(5));
      default -> person.approve();
    }
    if (EnumSet.of(CANCELLED_WAITING, CANCELLED_PAYING, CANCELLED_IN_FLIGHT).contains(this)) {
      assertThatThrownBy(invoice::result).isInstanceOf(WorkflowFailedException.class);
    } else {
      invoice.result();
    }
    return invoice;
  }

  private String submitted(Client client) {
    if (this == ONE_PAYMENT) {
      return WITH_DISCOUNT;
    }
    return client == Client.TUTORIAL ? InvoiceSamples.BARE : FULL;
  }

  /** Returns when these payments are open, all at once. */
  private static List<Hold> approveAndHold(
      Person person, InvoiceEnvironment environment, Integer... lines) {
    List<Hold> holds = Stream.of(lines).map(environment.gateway()::hold).toList();
    person.approve();
    holds.forEach(Hold::awaitArrival);
    return holds;
  }

  /** Decides about an invoice as one of the clients does. */
  private record Person(SubmittedInvoice invoice, Client client, AtomicInteger decisions) {

    void approve() {
      switch (client) {
        case OURS -> invoice.approve(alice("approval-" + decisions.incrementAndGet()));
        case TUTORIAL -> invoice.approve();
        case AT_ONCE -> invoice.approveAtOnce(alice("approval-" + decisions.incrementAndGet()));
      }
    }

    void reject() {
      switch (client) {
        case OURS -> invoice.reject(alice("rejection"));
        case TUTORIAL -> invoice.reject();
        case AT_ONCE -> invoice.rejectAtOnce(alice("rejection"));
      }
    }

    private static DecisionSignal alice(String requestId) {
      return alice(requestId, "", Optional.of(true));
    }

    static DecisionSignal alice(String requestId, String digest, Optional<Boolean> acknowledged) {
      return new DecisionSignal(
          "alice", "claude-ai 1.0", "as agreed", requestId, "", digest, 0, "", acknowledged, "");
    }
  }
}
