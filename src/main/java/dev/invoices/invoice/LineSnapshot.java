package dev.invoices.invoice;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.Objects;
import java.util.Optional;

/**
 * The payment of one line as a snapshot shows it.
 *
 * @param line number of the line, from 1
 * @param description free text; empty when there is none, or when an older worker does not say
 * @param quantity as the invoice states it
 * @param unitPrice as the invoice states it
 * @param attempts how many attempts its payment has had
 * @param receipt the payment's receipt
 * @param paidAt when the money moved
 * @param lastError why the last attempt failed
 * @param earlier whether it was paid for another submission of the invoice, as the gateway says
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record LineSnapshot(
    int line,
    String item,
    BigDecimal amount,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String description,
    Optional<BigDecimal> quantity,
    Optional<BigDecimal> unitPrice,
    LineState state,
    int attempts,
    Optional<String> receipt,
    Optional<Instant> paidAt,
    Optional<String> lastError,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean earlier) {

  private static final int FIRST_SHOWN = 20;

  public LineSnapshot {
    description = Objects.requireNonNullElse(description, "");
  }

  /** A line whose payment has not started, or that needs none. */
  public static LineSnapshot submitted(int line, LineItem item) {
    return new LineSnapshot(
        line,
        item.item(),
        item.amount(),
        item.description(),
        item.quantity(),
        item.unitPrice(),
        item.amount().signum() == 0 ? LineState.FREE : LineState.PENDING,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /**
   * Whether it is among the lines of a long invoice that a person sees before they decide: the
   * first {@value #FIRST_SHOWN}, and those that reduce the total.
   */
  @JsonIgnore
  boolean isShownFirst() {
    return line <= FIRST_SHOWN || amount.signum() < 0;
  }

  /**
   * The same payment with what the invoice says of the line, whatever was said before. Only what is
   * paid has a receipt.
   */
  public LineSnapshot describedBy(LineItem said) {
    LineSnapshot known =
        state == LineState.PAID
            ? this
            : with(state, attempts, Optional.empty(), Optional.empty(), lastError, earlier);
    return known.described(
        said.item(), said.amount(), said.description(), said.quantity(), said.unitPrice());
  }

  /** The same payment without the rest of what the invoice says of the line, which may be long. */
  public LineSnapshot undescribed() {
    return described(item, amount, "", Optional.empty(), Optional.empty());
  }

  private LineSnapshot described(
      String named,
      BigDecimal priced,
      String text,
      Optional<BigDecimal> pieces,
      Optional<BigDecimal> priceOfOne) {
    return new LineSnapshot(
        line,
        named,
        priced,
        text,
        pieces,
        priceOfOne,
        state,
        attempts,
        receipt,
        paidAt,
        lastError,
        earlier);
  }

  /** The amount, and how it comes about where that is stated; see {@link Money#priced}. */
  public String price(Currency currency) {
    return new Money(currency, amount).priced(quantity, unitPrice);
  }

  /** The same line in another state. */
  public LineSnapshot in(LineState next) {
    return with(next, attempts, receipt, paidAt, lastError, earlier);
  }

  /**
   * The same line, paid after this many more attempts.
   *
   * @param forAnother whether it was paid for another submission of the invoice
   */
  public LineSnapshot paid(int moreAttempts, String withReceipt, Instant at, boolean forAnother) {
    return with(
        LineState.PAID,
        attempts + moreAttempts,
        Optional.of(withReceipt),
        Optional.of(at),
        Optional.empty(),
        forAnother);
  }

  /** The same line, of which it turned out that it was not paid. */
  public LineSnapshot unpaid() {
    return with(LineState.PENDING, attempts, Optional.empty(), Optional.empty(), lastError, false);
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
    return with(
        next,
        attempts + moreAttempts,
        Optional.empty(),
        Optional.empty(),
        Optional.of(error),
        false);
  }

  private LineSnapshot with(
      LineState nextState,
      int nextAttempts,
      Optional<String> nextReceipt,
      Optional<Instant> nextPaidAt,
      Optional<String> nextError,
      boolean nextEarlier) {
    return new LineSnapshot(
        line,
        item,
        amount,
        description,
        quantity,
        unitPrice,
        nextState,
        nextAttempts,
        nextReceipt,
        nextPaidAt,
        nextError,
        nextEarlier);
  }
}
