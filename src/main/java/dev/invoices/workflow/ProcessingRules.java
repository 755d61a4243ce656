package dev.invoices.workflow;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;

/**
 * The rules under which an invoice runs. They are the worker's settings, recorded in each workflow
 * when it starts, so that a change of settings never affects an open invoice.
 *
 * @param approvalTimeout how long a person has to decide
 * @param paymentPace the durable pause before each payment; zero for none
 * @param paymentsInFlight how many lines of one invoice may be paid at a time, 1 to 100
 * @param linesPerRun after how many lines a long invoice continues as new; not a setting, but
 *     recorded like one, so that another number in a later version leaves old histories valid
 */
public record ProcessingRules(
    Duration approvalTimeout, Duration paymentPace, int paymentsInFlight, int linesPerRun) {

  public static final String APPROVAL_TIMEOUT = "INVOICE_APPROVAL_TIMEOUT";
  public static final String PAYMENT_PACE = "INVOICE_PAYMENT_PACE";
  public static final String PAYMENTS_IN_FLIGHT = "INVOICE_PAYMENTS_IN_FLIGHT";

  private static final String DEFAULT_APPROVAL_TIMEOUT = "P5D";
  private static final String DEFAULT_PAYMENT_PACE = "PT2S";

  /** Well below the 51,200 events at which Temporal ends a workflow; a line takes about a dozen. */
  private static final int LINES_PER_RUN = 300;

  public static final ProcessingRules DEFAULT =
      new ProcessingRules(
          Duration.parse(DEFAULT_APPROVAL_TIMEOUT),
          Duration.parse(DEFAULT_PAYMENT_PACE),
          1,
          LINES_PER_RUN);

  private static final Duration MIN_APPROVAL_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration MAX_APPROVAL_TIMEOUT = Duration.ofDays(365);
  private static final Duration MAX_PAYMENT_PACE = Duration.ofDays(1);
  private static final int MAX_PAYMENTS_IN_FLIGHT = 100;

  /**
   * Reads the rules from environment variables.
   *
   * @throws IllegalArgumentException naming the variable, its value and what it should be
   */
  public static ProcessingRules fromEnvironment(Map<String, String> environment) {
    return new ProcessingRules(
        duration(
            environment,
            APPROVAL_TIMEOUT,
            DEFAULT_APPROVAL_TIMEOUT,
            MIN_APPROVAL_TIMEOUT,
            MAX_APPROVAL_TIMEOUT),
        duration(environment, PAYMENT_PACE, DEFAULT_PAYMENT_PACE, Duration.ZERO, MAX_PAYMENT_PACE),
        paymentsInFlight(environment),
        LINES_PER_RUN);
  }

  private static int paymentsInFlight(Map<String, String> environment) {
    String text = environment.getOrDefault(PAYMENTS_IN_FLIGHT, "").strip();
    if (text.isEmpty()) {
      return DEFAULT.paymentsInFlight;
    }
    if (text.matches("[1-9]\\d{0,2}") && Integer.parseInt(text) <= MAX_PAYMENTS_IN_FLIGHT) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(
        "%s is \"%s\" but must be a whole number from 1 to %d"
            .formatted(PAYMENTS_IN_FLIGHT, text, MAX_PAYMENTS_IN_FLIGHT));
  }

  private static Duration duration(
      Map<String, String> environment, String name, String standard, Duration min, Duration max) {
    String text = environment.getOrDefault(name, "").strip();
    if (text.isEmpty()) {
      return Duration.parse(standard);
    }
    try {
      Duration duration = Duration.parse(text);
      if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // The message below is more helpful than the parser's.
    }
    throw new IllegalArgumentException(
        "%s is \"%s\" but must be an ISO-8601 duration from %s to %s, for example %s"
            .formatted(name, text, min, max, standard));
  }
}
