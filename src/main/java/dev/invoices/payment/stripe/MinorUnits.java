package dev.invoices.payment.stripe;

import dev.invoices.invoice.Money;
import dev.invoices.payment.PaymentDeclinedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;

/**
 * An amount as Stripe counts it: a whole number of the currency's smallest unit. Source: <a
 * href="https://docs.stripe.com/currencies#minor-units">Stripe, supported currencies</a>.
 */
final class MinorUnits {

  /** Counted without decimals. */
  private static final Set<String> WHOLE =
      Set.of(
          "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF",
          "XOF", "XPF");

  /** Without decimals, but counted with two, which must be zeros. */
  private static final Set<String> WHOLE_WITH_TWO_ZEROS = Set.of("ISK", "UGX");

  /** With three decimals, the last of which must be a zero. */
  private static final Set<String> THREE = Set.of("BHD", "JOD", "KWD", "OMR", "TND");

  private static final int USUAL_DECIMALS = 2;

  private MinorUnits() {}

  /**
   * The exact number of units, never rounded.
   *
   * @throws PaymentDeclinedException when there is none
   */
  static BigInteger of(Money money) throws PaymentDeclinedException {
    String currency = money.currency().getCurrencyCode();
    if (money.amount().signum() <= 0) {
      throw new PaymentDeclinedException(
          "Stripe moves amounts above zero only, not %s".formatted(money));
    }
    if (WHOLE.contains(currency)) {
      return units(money, 0, 0);
    }
    if (WHOLE_WITH_TWO_ZEROS.contains(currency)) {
      return units(money, 0, 2);
    }
    if (THREE.contains(currency)) {
      return units(money, 2, 1);
    }
    if (money.currency().getDefaultFractionDigits() != USUAL_DECIMALS) {
      throw new PaymentDeclinedException(
          "it is not known how Stripe counts %s; pay this invoice in another way"
              .formatted(currency));
    }
    return units(money, USUAL_DECIMALS, 0);
  }

  /**
   * @param decimals that the amount may have
   * @param zeros that Stripe wants after them
   */
  private static BigInteger units(Money money, int decimals, int zeros)
      throws PaymentDeclinedException {
    BigDecimal exact = money.amount().movePointRight(decimals).stripTrailingZeros();
    if (exact.scale() > 0) {
      throw new PaymentDeclinedException(
          "%s has more decimals than Stripe can move; it takes %d in %s. Reject it, and submit an amount that can be paid"
              .formatted(money, decimals, money.currency().getCurrencyCode()));
    }
    return exact.toBigIntegerExact().multiply(BigInteger.TEN.pow(zeros));
  }
}
