package dev.invoices.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.text.Quote;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one JSON text (RFC 8259) into plain Java values, exactly or not at all.
 *
 * <p>Objects become maps that keep their order, arrays become lists, integers the smallest of
 * {@code Integer}, {@code Long} and {@code BigInteger}, and other numbers {@code BigDecimal} with
 * all their digits.
 *
 * <p>A text that is not JSON is an exception. A text that is JSON but breaks a rule of this class
 * is a violation: it is noted and reading continues, so that the caller still finds the id of the
 * request, or that it is a notification.
 */
public final class StrictJson {

  /** How deep objects and arrays may be nested. */
  static final int MAX_DEPTH = 100;

  /** How many digits a number may have, written out without an exponent. */
  static final int MAX_DIGITS = 1_000;

  /**
   * How many values a message may have. Three bytes of text become an object of more than fifty
   * bytes, so without this limit a line of 4 MiB could take more than 70 MB of memory.
   */
  static final int MAX_VALUES = 100_000;

  private static final String TOO_MANY_VALUES =
      "The message has more than the %,d values allowed.".formatted(MAX_VALUES);
  private static final int MAX_QUOTED_CHARACTERS = 40;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** The members that are read beyond the limit of values, so that a bad message is recognized. */
  private static final Set<String> ENVELOPE = Set.of("jsonrpc", "id", "method");

  /*
   * Lines are short enough that Jackson's limits are not needed, and keys that strangers choose do
   * not belong in a cache. Jackson's depth limit of 1,000 stays, because it bounds the parser's
   * memory.
   */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /**
   * A text that is JSON.
   *
   * @param value the value, with null in place of each invalid part
   * @param violation the first rule that it breaks, as a sentence
   */
  public record Document(Object value, Optional<String> violation) {}

  private final CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();
  private final JsonParser parser;
  private String firstViolation;
  private int values;

  private StrictJson(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads the one JSON value that the text holds.
   *
   * @throws NotJsonException if it is not JSON, nested too deep for the parser, or more than one
   *     value
   */
  public static Document read(String text) throws NotJsonException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return new StrictJson(parser).document();
    } catch (StreamConstraintsException e) {
      throw NotJsonException.tooDeep(MAX_DEPTH);
    } catch (JsonProcessingException e) {
      throw new NotJsonException(
          "is not valid JSON at column %d".formatted(e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new AssertionError("a string was read", e);
    }
  }

  /** The same text without the byte order mark with which some programs begin a file. */
  public static String withoutMark(String text) {
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
  }

  /**
   * Reads the one JSON value that a text holds, for readers of JSON nodes.
   *
   * @throws NotJsonException also if it breaks a rule of this class
   */
  static JsonNode tree(String text) throws NotJsonException {
    Document document = read(text);
    if (document.violation().isPresent()) {
      throw new NotJsonException("is refused as JSON: " + document.violation().get());
    }
    return ExactJson.mapper().valueToTree(document.value());
  }

  private Document document() throws IOException, NotJsonException {
    if (parser.nextToken() == null) {
      throw new NotJsonException("is empty");
    }
    Object value = value();
    if (parser.nextToken() != null) {
      throw new NotJsonException("contains more than one JSON value");
    }
    return new Document(value, Optional.ofNullable(firstViolation));
  }

  private Object value() throws IOException {
    values++;
    if (hasTooManyValues() && !isEnvelope()) {
      report(TOO_MANY_VALUES);
      parser.skipChildren();
      return null;
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> isTooDeep() ? null : object();
      case START_ARRAY -> isTooDeep() ? null : array();
      case VALUE_STRING -> text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private Map<String, Object> object() throws IOException {
    var members = new LinkedHashMap<String, Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      boolean repeated = members.containsKey(key);
      if (repeated) {
        report(
            "The key %s occurs twice in one object."
                .formatted(Quote.of(key, MAX_QUOTED_CHARACTERS)));
      }
      parser.nextToken();
      Object value = value();
      if (!hasTooManyValues() || isEnvelope()) {
        members.put(key, repeated ? null : value);
      }
    }
    return members;
  }

  private List<Object> array() throws IOException {
    var elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Object value = value();
      if (!hasTooManyValues()) {
        elements.add(value);
      }
    }
    return elements;
  }

  /** Whether the value just read says what kind of message this is, and how to answer it. */
  private boolean isEnvelope() {
    return parser.getParsingContext().getNestingDepth() == 1
        && parser.currentToken().isScalarValue()
        && ENVELOPE.contains(parser.getParsingContext().getCurrentName());
  }

  private boolean hasTooManyValues() {
    return values > MAX_VALUES;
  }

  private String text(String text) {
    if (!utf8.canEncode(text)) {
      report("A string contains half of a surrogate pair, which is not a Unicode character.");
      return null;
    }
    return text;
  }

  private Number number() throws IOException {
    if (!hasTooManyDigits(parser)) {
      if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        return parser.getNumberValue();
      }
      Optional<BigDecimal> number = decimal(parser);
      if (number.isPresent()) {
        return number.get();
      }
    }
    report("A number has more than the %,d digits allowed.".formatted(MAX_DIGITS));
    return null;
  }

  private static boolean hasTooManyDigits(JsonParser parser) throws IOException {
    return parser.getTextLength() > MAX_DIGITS
        && parser.getText().chars().filter(Character::isDigit).count() > MAX_DIGITS;
  }

  /**
   * The number, unless it has too many digits without an exponent. A {@code BigDecimal} holds
   * 1e999999999 in a few bytes, but adding to it, rounding it or printing it without an exponent
   * computes a billion digits.
   */
  private static Optional<BigDecimal> decimal(JsonParser parser) throws IOException {
    try {
      BigDecimal number = parser.getDecimalValue();
      long digitsBeforePoint = (long) number.precision() - number.scale();
      return Math.max(digitsBeforePoint, number.scale()) > MAX_DIGITS
          ? Optional.empty()
          : Optional.of(number);
    } catch (NumberFormatException exponentOverflow) {
      return Optional.empty();
    }
  }

  private boolean isTooDeep() throws IOException {
    if (parser.getParsingContext().getNestingDepth() <= MAX_DEPTH) {
      return false;
    }
    report(tooDeep());
    parser.skipChildren();
    return true;
  }

  private static String tooDeep() {
    return "The message " + NotJsonException.tooDeep(MAX_DEPTH).getMessage() + ".";
  }

  private void report(String sentence) {
    if (firstViolation == null) {
      firstViolation = sentence;
    }
  }
}
