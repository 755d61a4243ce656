package dev.invoices.invoice.reading;

import dev.invoices.invoice.Invoice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How great and how fine a number may be. Looks at the magnitude first, because the decimals of
 * {@code 1e999999999} would take a billion digits to write.
 */
public final class NumberRules {

  private static final int DIGITS_OF_A_GROUP = 3;

  /** A point where some put it between thousands. */
  private static final Pattern GROUPED = Pattern.compile("[+-]?[1-9][0-9]{0,2}\\.[0-9]{3}");

  /** Read as the other one, see {@code Leniency}. */
  private static final char MINUS_SIGN = '\u2212';

  private NumberRules() {}

  /** What is wrong with an amount; its decimals are checked once the currency is known. */
  static List<String> amountProblems(BigDecimal amount, Optional<Currency> currency) {
    return amountProblems(amount, currency, Invoice.MAX_INTEGER_DIGITS);
  }

  private static List<String> amountProblems(
      BigDecimal amount, Optional<Currency> currency, int maxIntegerDigits) {
    if (isTooGreat(amount, maxIntegerDigits)) {
      return List.of(
          "must have at most %d digits before the decimal point".formatted(maxIntegerDigits));
    }
    return currency
        .filter(known -> decimals(amount) > known.getDefaultFractionDigits())
        .map(
            known ->
                "must have at most %d decimal places in %s"
                    .formatted(known.getDefaultFractionDigits(), known.getCurrencyCode()))
        .map(List::of)
        .orElseGet(List::of);
  }

  /**
   * What is wrong with an amount in quotes in which a point may stand before thousands: {@code
   * "2.500"} is 2.50 for some, and 2,500 for others. With three decimals or more the currency
   * itself says what it is.
   */
  static Optional<String> twoMeanings(String given, Optional<Currency> currency) {
    String amount = given.replace(MINUS_SIGN, '-');
    return currency
        .map(Currency::getDefaultFractionDigits)
        .filter(decimals -> decimals < DIGITS_OF_A_GROUP && GROUPED.matcher(amount).matches())
        .map(
            decimals ->
                "is \"%s\", which may mean %s or %s. Ask the person which it is, and write it so"
                    .formatted(
                        amount,
                        plain(new BigDecimal(amount), decimals),
                        plain(new BigDecimal(amount.replace(".", "")), decimals)));
  }

  private static String plain(BigDecimal number, int decimals) {
    return number.setScale(Math.max(decimals, decimals(number))).toPlainString();
  }

  /** The same for an amount that must be positive, as before amounts of other signs were read. */
  static List<String> positiveAmountProblems(BigDecimal amount, Optional<Currency> currency) {
    return positiveAmountProblems(amount, currency, Invoice.MAX_INTEGER_DIGITS);
  }

  private static List<String> positiveAmountProblems(
      BigDecimal amount, Optional<Currency> currency, int maxIntegerDigits) {
    List<String> problems = new ArrayList<>();
    if (amount.signum() <= 0) {
      problems.add("must be greater than zero");
    }
    problems.addAll(amountProblems(amount, currency, maxIntegerDigits));
    return problems;
  }

  /**
   * What is wrong with an amount that is to be paid.
   *
   * @param lines how many lines of an invoice it may be the sum of
   */
  public static List<String> paymentProblems(BigDecimal amount, Currency currency, int lines) {
    int digitsOfSum = Invoice.MAX_INTEGER_DIGITS + String.valueOf(lines).length() - 1;
    return positiveAmountProblems(amount, Optional.of(currency), digitsOfSum);
  }

  /** What is wrong with a number that is only shown, such as a quantity. */
  static Optional<String> shownProblem(BigDecimal number, int maxIntegerDigits) {
    if (isTooGreat(number, maxIntegerDigits)) {
      return Optional.of(
          "must have at most %d digits before the decimal point".formatted(maxIntegerDigits));
    }
    return decimals(number) > Invoice.MAX_SHOWN_DECIMALS
        ? Optional.of(
            "must have at most %d decimal places; it is only shown, so shorten it or leave it out"
                .formatted(Invoice.MAX_SHOWN_DECIMALS))
        : Optional.empty();
  }

  /** A number that is only shown, with the digits that were given: 1.10 is 1.10, and 1e1 is 10. */
  static BigDecimal asGiven(BigDecimal number) {
    return number.scale() < 0 ? number.setScale(0) : number;
  }

  static boolean isTooGreat(BigDecimal number, int maxIntegerDigits) {
    return number.signum() != 0 && (long) number.precision() - number.scale() > maxIntegerDigits;
  }

  static int decimals(BigDecimal number) {
    return number.stripTrailingZeros().scale();
  }
}
