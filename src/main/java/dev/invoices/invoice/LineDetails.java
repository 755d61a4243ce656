package dev.invoices.invoice;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * The payment of one line as a snapshot shows it.
 *
 * @param line number of the line, from 1
 * @param attempts how often its payment was tried
 * @param receipt the payment's receipt
 * @param paidAt when the money moved
 * @param lastError why the last attempt failed
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record LineDetails(
    int line,
    String item,
    BigDecimal amount,
    LineState state,
    int attempts,
    Optional<String> receipt,
    Optional<Instant> paidAt,
    Optional<String> lastError) {

  /** The same line after another failed attempt. */
  public LineDetails retried(int attempt, String error) {
    return new LineDetails(line, item, amount, state, attempt, receipt, paidAt, Optional.of(error));
  }
}
