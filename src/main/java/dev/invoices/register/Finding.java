package dev.invoices.register;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;

/**
 * An invoice that was seen before and is possibly the same.
 *
 * @param invoiceId its id
 * @param vendor who is paid; blank when it does not say, or when only payments of it are known that
 *     were made before vendors were recorded
 * @param number the vendor's own number; blank when it is the id, or is not known
 * @param currency of the total
 * @param total of the invoice; of its payments, when only they are known
 * @param submittedAt when it arrived; when it was first paid, if only its payments are known
 * @param state what has become of it
 * @param match why it is possibly the same
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Finding(
    String invoiceId,
    String vendor,
    String number,
    Currency currency,
    BigDecimal total,
    Instant submittedAt,
    State state,
    Match match) {

  /** What has become of an invoice. */
  public enum State {
    /** No payment of it is known. */
    OPEN,
    /** Payments of a part of its total are known; the others may follow or not. */
    PARTIALLY_PAID,
    /** It is paid. */
    PAID
  }

  /** Why two invoices are possibly the same. */
  public enum Match {
    /** Their numbers or ids agree, and their vendors, unless one has none. */
    NUMBER,
    /** Their vendors, totals and issue dates agree. */
    TOTAL_AND_DATE
  }
}
