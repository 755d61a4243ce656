package dev.invoices.workflow;

import static dev.invoices.invoice.InvoiceStatus.PAYMENT_DECLINED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.invoice.DecisionSignal;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.LineState;
import dev.invoices.payment.Payment;
import dev.invoices.payment.sandbox.Hold;
import dev.invoices.register.Finding;
import io.temporal.client.WorkflowFailedException;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.NonDeterministicException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The histories of earlier versions' invoices run through today's workflow. A change that one of
 * them does not survive would break invoices that are waiting: put it behind {@code
 * Workflow.getVersion}, or behind a new revision of the recorded {@link ProcessingRules}, and
 * record new histories beside the old ones, which stay as they are.
 *
 * <p>{@code mvn test -Dtest=RecordedHistoriesTest -Drecord=true} records today's; only for paths
 * that have no history yet, an existing file is never touched.
 */
class RecordedHistoriesTest {

  private static final Path FOLDER = Path.of("src", "test", "resources", "histories");

  /** Where the histories of today's workflow are; those of its first revision are above it. */
  private static final Path OF_TODAY =
      FOLDER.resolve("revision-" + ProcessingRules.DEFAULT.revision());

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

  /** The ways an invoice can take. */
  enum Life {
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
    /** One payment of the total, declined once. */
    ONE_PAYMENT,
    /** A possible duplicate; an approval that leaves that open comes before one that does not. */
    DUPLICATE_ACKNOWLEDGED,
    /** A decision about other content comes before the one that counts. */
    ABOUT_OTHER_CONTENT,
    /** The register does not answer. */
    REGISTER_BROKEN,
    INVALID
  }

  /** Who submits and decides. */
  enum Client {
    /** This product's server: every field, decisions with their sender. */
    OURS,
    /** The tutorial's client: bare fields, signals without an argument. */
    TUTORIAL,
    /** This product's server while our worker is there, which decides in one step. */
    AT_ONCE
  }

  @BeforeAll
  static void recordWhatIsMissing() throws Exception {
    if (Boolean.getBoolean("record")) {
      Files.createDirectories(OF_TODAY);
      for (Life life : Life.values()) {
        for (Client client : Client.values()) {
          if (Files.notExists(file(life, client))) {
            record(life, client);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void recordedHistory_replays(Path recording) {
    assertThatCode(() -> replay(recording)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(Life.class)
  void everyLife_recordedForEachClient(Life life) {
    assertThat(Client.values()).allSatisfy(client -> assertThat(file(life, client)).exists());
  }

  @Test
  void changedWorkflow_caught() {
    Path recording = file(Life.COMPLETED, Client.OURS);

    assertThatThrownBy(
            () ->
                WorkflowReplayer.replayWorkflowExecution(
                    Files.readString(recording), HastyInvoiceWorkflow.class))
        .hasStackTraceContaining(NonDeterministicException.class.getSimpleName());
  }

  static Stream<Path> recordings() throws IOException {
    return Files.walk(FOLDER).filter(Files::isRegularFile).sorted();
  }

  private static Path file(Life life, Client client) {
    return OF_TODAY.resolve((life + "-" + client + ".json").toLowerCase(Locale.ROOT));
  }

  private static void replay(Path recording) throws Exception {
    try (InvoiceEnvironment environment = InvoiceEnvironment.withoutWorker()) {
      environment.replay(Files.readString(recording));
    }
  }

  private static void record(Life life, Client client) throws Exception {
    try (InvoiceEnvironment environment = InvoiceEnvironment.under(rulesOf(life))) {
      SubmittedInvoice invoice = live(life, client, environment);
      String history =
          EnumSet.of(Life.CONTINUED_AS_NEW, Life.DECLINED_ACROSS_RUNS).contains(life)
              ? invoice.lastHistoryJson()
              : invoice.historyJson();
      Files.writeString(file(life, client), history);
    }
  }

  private static ProcessingRules rulesOf(Life life) {
    return switch (life) {
      case SEVERAL_IN_FLIGHT, TOLD_IN_PAUSES ->
          InvoiceEnvironment.rules(Duration.ofSeconds(2), 3, 300);
      case ENDING_OUT_OF_ORDER, CANCELLED_IN_FLIGHT ->
          InvoiceEnvironment.rules(Duration.ZERO, 3, 300);
      case IN_FLIGHT_AT_THE_END_OF_A_RUN -> InvoiceEnvironment.rules(Duration.ZERO, 3, 2);
      case CONTINUES_AS_NEW, CONTINUED_AS_NEW ->
          InvoiceEnvironment.rules(Duration.ofSeconds(2), 1, 2);
      case DECLINED_ACROSS_RUNS -> InvoiceEnvironment.rules(Duration.ofSeconds(2), 2, 2);
      case CANCELLED_PAYING -> InvoiceEnvironment.WITHOUT_PAUSE;
      default -> ProcessingRules.DEFAULT;
    };
  }

  private static SubmittedInvoice live(Life life, Client client, InvoiceEnvironment environment)
      throws Exception {
    if (life == Life.INVALID) {
      SubmittedInvoice invalid = environment.submitJson("{\"id\": \"INV-7\"}");
      assertThatThrownBy(invalid::result).isInstanceOf(WorkflowFailedException.class);
      return invalid;
    }
    if (life == Life.DUPLICATE_ACKNOWLEDGED) {
      environment.register().find(TWIN);
    }
    if (life == Life.REGISTER_BROKEN) {
      environment.register().breakDown();
    }
    SubmittedInvoice invoice = environment.awaitingApproval(submitted(life, client));
    Person person = new Person(invoice, client, new AtomicInteger());
    switch (life) {
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
        if (life == Life.PARTIALLY_PAID) {
          person.reject();
        } else {
          person.approve();
        }
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
    if (EnumSet.of(Life.CANCELLED_WAITING, Life.CANCELLED_PAYING, Life.CANCELLED_IN_FLIGHT)
        .contains(life)) {
      assertThatThrownBy(invoice::result).isInstanceOf(WorkflowFailedException.class);
    } else {
      invoice.result();
    }
    return invoice;
  }

  private static String submitted(Life life, Client client) {
    if (life == Life.ONE_PAYMENT) {
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
          "alice", "claude-ai 1.0", "as agreed", requestId, "", digest, acknowledged);
    }
  }
}
