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
 * @param attempts how many attempts its payment has had
 * @param receipt the payment's receipt
 * @param paidAt when the money moved
 * @param lastError why the last attempt failed
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record LineSnapshot(
    int line,
    String item,
    BigDecimal amount,
    LineState state,
    int attempts,
    Optional<String> receipt,
    Optional<Instant> paidAt,
    Optional<String> lastError) {

  /** A line whose payment has not started. */
  public static LineSnapshot pending(int line, LineItem item) {
    return new LineSnapshot(
        line,
        item.item(),
        item.amount(),
        LineState.PENDING,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same line in another state. */
  public LineSnapshot in(LineState next) {
    return new LineSnapshot(line, item, amount, next, attempts, receipt, paidAt, lastError);
  }

  /** The same line, paid after this many more attempts. */
  public LineSnapshot paid(int moreAttempts, String withReceipt, Instant at) {
    return new LineSnapshot(
        line,
        item,
        amount,
        LineState.PAID,
        attempts + moreAttempts,
        Optional.of(withReceipt),
        Optional.of(at),
        Optional.empty());
  }

  /** The same line, declined after this many more attempts. */
  public LineSnapshot declined(int moreAttempts, String reason) {
    return failed(LineState.DECLINED, moreAttempts, reason);
  }

  /** The same line, being retried after this many more failed attempts. */
  public LineSnapshot retried(int moreAttempts, String error) {
    return failed(state, moreAttempts, error);
  }

  private LineSnapshot failed(LineState next, int moreAttempts, String error) {
    return new LineSnapshot(
        line,
        item,
        amount,
        next,
        attempts + moreAttempts,
        Optional.empty(),
        Optional.empty(),
        Optional.of(error));
  }
}
