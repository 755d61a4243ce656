package dev.invoices.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.text.TextRules;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** How far a reader follows a writer who means one thing and writes it in another form. */
enum Leniency {
  /** Every value stands as itself: a number is no string, and a text is what it is. */
  EXACT("must be a number, without quotes", "must be a number, without quotes") {
    @Override
    boolean isAbsent(JsonNode given, TextRules rules) {
      return given.isMissingNode() || given.isNull();
    }

    @Override
    String text(String given, TextRules rules) {
      return given;
    }

    @Override
    Optional<BigDecimal> number(JsonNode given, TextRules rules) {
      return given.isNumber() ? Optional.of(given.decimalValue()) : Optional.empty();
    }

    @Override
    JsonNode structure(JsonNode given, TextRules rules) {
      return given;
    }
  },

  /** Reads what has one meaning: texts are cleaned, an empty one is absent, strings are opened. */
  GENEROUS(
      "must be a number",
      "must be a plain number such as 1234.56, without currency, thousands separators or other text") {
    @Override
    boolean isAbsent(JsonNode given, TextRules rules) {
      return EXACT.isAbsent(given, rules)
          || (given.isTextual() && text(given.textValue(), rules).isEmpty());
    }

    @Override
    String text(String given, TextRules rules) {
      return rules.clean(given);
    }

    @Override
    Optional<BigDecimal> number(JsonNode given, TextRules rules) {
      return given.isTextual()
          ? plainNumber(withAsciiSign(text(given.textValue(), rules), rules))
          : EXACT.number(given, rules);
    }

    @Override
    JsonNode structure(JsonNode given, TextRules rules) throws NotJsonException {
      return given.isTextual() ? StrictJson.tree(json(given.textValue(), rules)) : given;
    }
  };

  /** Unicode's own, which many programs print before a negative amount; it means nothing else. */
  private static final String MINUS_SIGN = "\u2212";

  /** What some write for a minus sign, but what also hyphenates, separates or lists. */
  private static final Pattern DASHED =
      Pattern.compile("[\\p{Pd}\u02D7\u207B\u208B\u2796&&[^-]] ?[0-9].*");

  private static final String WHICH_SIGN = "; write a minus sign as -";

  /** JSON's numbers, with a sign of either kind. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?");

  private static final int MAX_NUMBER_LENGTH = 100;

  private final String noNumberAtAll;
  private final String noNumber;

  Leniency(String noNumberAtAll, String noNumber) {
    this.noNumberAtAll = noNumberAtAll;
    this.noNumber = noNumber;
  }

  /** What to say of a value that is neither a number nor a string; reads as the one below. */
  String noNumberAtAll() {
    return noNumberAtAll;
  }

  /**
   * What to say of a string in place of a number; reads as a sentence after the name.
   *
   * @param text what it means
   */
  String noNumber(String text) {
    return DASHED.matcher(text).matches() ? noNumber + WHICH_SIGN : noNumber;
  }

  /** Whether the field counts as left out. */
  abstract boolean isAbsent(JsonNode given, TextRules rules);

  /** The text that a string means. */
  abstract String text(String given, TextRules rules);

  /** The number that a value means; empty when it means no number, or no certain one. */
  abstract Optional<BigDecimal> number(JsonNode given, TextRules rules);

  /**
   * The object or array that a value means.
   *
   * @throws NotJsonException when it is a string that holds no JSON
   */
  abstract JsonNode structure(JsonNode given, TextRules rules) throws NotJsonException;

  /** A run reads what it read when it began, in which such a mark was no JSON. */
  private static String json(String text, TextRules rules) {
    return rules == TextRules.OF_A_CALL ? StrictJson.withoutMark(text) : text;
  }

  private static String withAsciiSign(String number, TextRules rules) {
    return rules == TextRules.OF_A_CALL && number.startsWith(MINUS_SIGN)
        ? number.replaceFirst(MINUS_SIGN, "-")
        : number;
  }

  private static Optional<BigDecimal> plainNumber(String text) {
    return text.length() <= MAX_NUMBER_LENGTH && NUMBER.matcher(text).matches()
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }
}
