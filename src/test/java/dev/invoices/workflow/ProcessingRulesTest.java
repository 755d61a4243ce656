package dev.invoices.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessingRulesTest {

  @Test
  void nothingSet_fiveDaysAndTwoSeconds() {
    ProcessingRules expected =
        new ProcessingRules(Duration.ofDays(5), Duration.ofSeconds(2), 1, 300);

    assertThat(ProcessingRules.fromEnvironment(Map.of())).isEqualTo(expected);
    assertThat(
            ProcessingRules.fromEnvironment(
                Map.of("INVOICE_APPROVAL_TIMEOUT", "", "INVOICE_PAYMENT_PACE", "  ")))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"PT1S, PT0S", "P365D, PT24H", "' PT36H ', PT0.5S"})
  void durationsWithinTheLimits_taken(String timeout, String pace) {
    assertThat(
            ProcessingRules.fromEnvironment(
                Map.of("INVOICE_APPROVAL_TIMEOUT", timeout, "INVOICE_PAYMENT_PACE", pace)))
        .isEqualTo(
            new ProcessingRules(Duration.parse(timeout.strip()), Duration.parse(pace), 1, 300));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.999S", "-P1D", "P366D", "5 days", "5", "P1M", "P"})
  void timeoutBeyondTheLimits_refusedSayingWhatItShouldBe(String timeout) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ProcessingRules.fromEnvironment(Map.of("INVOICE_APPROVAL_TIMEOUT", timeout)))
        .withMessage(
            "INVOICE_APPROVAL_TIMEOUT is \"%s\" but must be an ISO-8601 duration"
                + " from PT1S to PT8760H, for example P5D",
            timeout);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-PT1S", "PT24H0.001S", "2", "zero"})
  void paceBeyondTheLimits_refusedSayingWhatItShouldBe(String pace) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProcessingRules.fromEnvironment(Map.of("INVOICE_PAYMENT_PACE", pace)))
        .withMessage(
            "INVOICE_PAYMENT_PACE is \"%s\" but must be an ISO-8601 duration"
                + " from PT0S to PT24H, for example PT2S",
            pace);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "' 16 ', 16", "100, 100"})
  void paymentsInFlightWithinTheLimits_taken(String text, int paymentsInFlight) {
    ProcessingRules rules =
        ProcessingRules.fromEnvironment(Map.of("INVOICE_PAYMENTS_IN_FLIGHT", text));

    assertThat(rules.paymentsInFlight()).isEqualTo(paymentsInFlight);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "101", "1.5", "many"})
  void paymentsInFlightBeyondTheLimits_refusedSayingWhatTheyShouldBe(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ProcessingRules.fromEnvironment(Map.of("INVOICE_PAYMENTS_IN_FLIGHT", text)))
        .withMessageStartingWith("INVOICE_PAYMENTS_IN_FLIGHT is \"%s\" but must be", text);
  }
}
