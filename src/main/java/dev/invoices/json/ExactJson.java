package dev.invoices.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads and writes the product's values as JSON: exact numbers, times as ISO-8601, unknown fields
 * ignored. The raw messages of MCP are not read here but by the server's transport.
 */
public final class ExactJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final int MAX_PLAIN_SCALE = 1_000;

  private ExactJson() {}

  /** The shared mapper; not to be reconfigured. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /**
   * A map in the same order whose numbers are all {@code BigDecimal}, however Jackson read them.
   *
   * @param values null counts as empty
   */
  public static Map<String, Object> exactNumbers(Map<String, Object> values) {
    Map<String, Object> exact = new LinkedHashMap<>();
    if (values != null) {
      values.forEach(
          (name, value) ->
              exact.put(name, value instanceof Number ? new BigDecimal(value.toString()) : value));
    }
    return Collections.unmodifiableMap(exact);
  }

  /** The one form of equal numbers: 10.50 and 1.05e1 are 10.5. */
  public static BigDecimal normal(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /**
   * A value of such a map as text; a number without an exponent, unless another program wrote one
   * with so many digits that it would not end.
   */
  public static String text(Object value) {
    return value instanceof BigDecimal number && Math.abs((long) number.scale()) <= MAX_PLAIN_SCALE
        ? number.toPlainString()
        : String.valueOf(value);
  }

  /**
   * The JSON of a value.
   *
   * @throws IllegalArgumentException when its type has no JSON form
   */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
    }
  }
}
