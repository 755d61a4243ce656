package dev.invoices.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.invoices.json.ExactJson;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessingRulesTest {

  @Test
  void defaultRules_fiveDaysAndTwoSeconds() {
    assertThat(ProcessingRules.DEFAULT)
        .isEqualTo(ProcessingRules.of(Duration.ofDays(5), Duration.ofSeconds(2), 1));
  }

  @Test
  void rulesRecordedBeforeThereWasAChoice_payEachLine() throws Exception {
    String recorded =
        """
        {"approvalTimeout":"PT1H","paymentPace":"PT2S","paymentsInFlight":1,"linesPerRun":300,\
        "revision":1}""";

    assertThat(ExactJson.mapper().readValue(recorded, ProcessingRules.class))
        .isEqualTo(
            new ProcessingRules(
                Duration.ofHours(1), Duration.ofSeconds(2), 1, 300, 1, PaymentPer.LINE))
        .extracting(ProcessingRules::paymentPer)
        .isEqualTo(PaymentPer.LINE);
  }

  @Test
  void rulesOfOnePaymentPerInvoice_readBackAsWritten() throws Exception {
    ProcessingRules rules = ProcessingRules.DEFAULT.withPaymentPer(PaymentPer.INVOICE);

    assertThat(ExactJson.mapper().readValue(ExactJson.write(rules), ProcessingRules.class))
        .isEqualTo(rules)
        .isNotEqualTo(ProcessingRules.DEFAULT);
    assertThat(rules.withLinesPerRun(7).paymentPer()).isEqualTo(PaymentPer.INVOICE);
  }

  @ParameterizedTest
  @CsvSource({"PT1S, PT0S, 1, 1", "P365D, PT24H, 100, 5000"})
  void valuesAtTheLimits_taken(Duration timeout, Duration pace, int inFlight, int linesPerRun) {
    assertThat(
            new ProcessingRules(timeout, pace, inFlight, linesPerRun, 1, PaymentPer.LINE)
                .approvalTimeout())
        .isEqualTo(timeout);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.999S, PT0S, 1, 1, approval timeout",
    "P366D, PT0S, 1, 1, approval timeout",
    "P5D, -PT0.001S, 1, 1, payment pace",
    "P5D, PT24H0.001S, 1, 1, payment pace",
    "P5D, PT2S, 0, 1, payments in flight",
    "P5D, PT2S, 101, 1, payments in flight",
    "P5D, PT2S, 1, 0, lines per run",
  })
  void valueOutsideItsLimits_refusedByName(
      Duration timeout, Duration pace, int inFlight, int linesPerRun, String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ProcessingRules(timeout, pace, inFlight, linesPerRun, 1, PaymentPer.LINE))
        .withMessageContaining(name);
  }
}
