package dev.invoices.workflow.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.invoices.json.ExactJson;
import dev.invoices.payment.LedgerIdentity;
import dev.invoices.register.Entry;
import dev.invoices.register.Finding;
import dev.invoices.register.Finding.Match;
import dev.invoices.register.Finding.State;
import dev.invoices.register.InvoiceEnding;
import dev.invoices.register.InvoiceEnding.Outcome;
import dev.invoices.register.InvoiceRegister;
import dev.invoices.register.Registration;
import dev.invoices.workflow.activity.RegisterActivities.Arrival;
import io.temporal.failure.ApplicationFailure;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class RegisterActivitiesTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final Currency USD = Currency.getInstance("USD");
  private static final BigDecimal TOTAL = new BigDecimal("10.50");
  private static final Registration ARRIVAL =
      new Registration(
          "run-1",
          "INV-900",
          "Alpha Ltd",
          "900",
          USD,
          TOTAL,
          Optional.of(LocalDate.parse("2026-01-05")),
          "abc",
          NOON);
  private static final InvoiceEnding ENDING = new InvoiceEnding("run-1", Outcome.PAID, NOON);
  private static final Finding FINDING =
      new Finding("INV-8", "Alpha Ltd", "", USD, TOTAL, NOON, State.PAID, Match.NUMBER);

  private static final LedgerIdentity LEDGER = new LedgerIdentity("id", "/books/ledger.db");

  /** A register whose store is away. */
  private static final class Broken implements InvoiceRegister {
    @Override
    public Entry enter(Registration invoice) {
      throw new IllegalStateException("the store is locked\nfor now");
    }

    @Override
    public void recordEnding(InvoiceEnding ending) {
      throw new IllegalStateException();
    }
  }

  @Test
  void registerThatFails_isOneShortFailureWithoutAStackTrace() {
    RegisterActivities activities =
        new RegisterActivitiesImpl(new Broken(), LEDGER, FakeCaller::local);

    assertThatThrownBy(() -> activities.recordArrival(ARRIVAL))
        .asInstanceOf(InstanceOfAssertFactories.type(ApplicationFailure.class))
        .satisfies(
            failure -> {
              assertThat(failure.getType()).isEqualTo(RegisterActivities.REGISTER_FAILED);
              assertThat(failure.getOriginalMessage()).isEqualTo("the store is locked for now");
              assertThat(failure.isNonRetryable()).isFalse();
              assertThat(failure.getStackTrace()).isEmpty();
              assertThat(failure.getCause()).isNull();
            });
    assertThatThrownBy(() -> activities.recordEnding(ENDING))
        .isInstanceOf(ApplicationFailure.class);
  }

  @Test
  void arrival_writtenInSnakeCaseAndReadBack() throws Exception {
    String json = ExactJson.write(ARRIVAL);

    assertThat(json)
        .isEqualTo(
            """
            {"run_id":"run-1","invoice_id":"INV-900","vendor":"Alpha Ltd","number":"900",\
            "currency":"USD","total":10.50,"issue_date":"2026-01-05","digest":"abc",\
            "arrived_at":"2026-01-31T12:00:00Z"}""");
    assertThat(ExactJson.mapper().readValue(json, Registration.class)).isEqualTo(ARRIVAL);
    assertThat(
            ExactJson.mapper()
                .readValue(json.replace("\"issue_date\":\"2026-01-05\",", ""), Registration.class)
                .issueDate())
        .isEmpty();
  }

  @Test
  void arrivalOfAnEarlierVersion_saysNothingOfWhatTheLedgerHadOnRecord() throws Exception {
    String json = ExactJson.write(new Arrival(LEDGER, true, List.of(FINDING)));
    String earlier = json.replace("\"first\":true,", "");

    assertThat(earlier).isEqualTo(ExactJson.write(new Arrival(LEDGER, false, List.of(FINDING))));
    assertThat(ExactJson.mapper().readValue(json, Arrival.class).first()).isTrue();
    assertThat(ExactJson.mapper().readValue(earlier, Arrival.class).first()).isFalse();
  }

  @Test
  void findings_writtenInSnakeCaseAndReadBack() throws Exception {
    String json = ExactJson.write(List.of(FINDING));

    assertThat(json)
        .isEqualTo(
            """
            [{"invoice_id":"INV-8","vendor":"Alpha Ltd","number":"","currency":"USD",\
            "total":10.50,"submitted_at":"2026-01-31T12:00:00Z","state":"PAID",\
            "match":"NUMBER"}]""");
    assertThat(ExactJson.mapper().readValue(json, new TypeReference<List<Finding>>() {}))
        .containsExactly(FINDING);
  }

  @Test
  void callerThatIsNoWorkflowOfThisWorker_isRefused() {
    RegisterActivities activities =
        new RegisterActivitiesImpl(new Broken(), LEDGER, () -> FakeCaller.workflowOf("D-1"));

    assertThatThrownBy(() -> activities.registerArrival(ARRIVAL))
        .satisfies(RegisterActivitiesTest::isRefused);
    assertThatThrownBy(() -> activities.recordArrival(ARRIVAL))
        .satisfies(RegisterActivitiesTest::isRefused);
    assertThatThrownBy(() -> activities.recordEnding(ENDING))
        .satisfies(RegisterActivitiesTest::isRefused);
  }

  private static void isRefused(Throwable failure) {
    assertThat(failure)
        .asInstanceOf(InstanceOfAssertFactories.type(ApplicationFailure.class))
        .satisfies(
            refusal -> {
              assertThat(refusal.getType()).isEqualTo(PaymentActivities.PAYMENT_REFUSED);
              assertThat(refusal.isNonRetryable()).isTrue();
            });
  }

  @Test
  void ending_writtenInSnakeCaseAndReadBack() throws Exception {
    String json = ExactJson.write(ENDING);

    assertThat(json)
        .isEqualTo(
            """
            {"run_id":"run-1","outcome":"PAID","ended_at":"2026-01-31T12:00:00Z"}""");
    assertThat(ExactJson.mapper().readValue(json, InvoiceEnding.class)).isEqualTo(ENDING);
  }
}
