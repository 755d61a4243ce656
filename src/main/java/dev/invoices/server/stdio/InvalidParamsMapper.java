package dev.invoices.server.stdio;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * A Jackson mapper for the SDK that reports params which do not fit their method as the client's
 * mistake.
 *
 * <p>The SDK's own {@link JacksonMcpJsonMapper} (2.1.0) reports them as -32603 and shows Jackson's
 * exception with its class names.
 */
final class InvalidParamsMapper implements McpJsonMapper {

  private final McpJsonMapper jackson;

  /**
   * @throws IllegalArgumentException if the mapper would read 100.10 as a {@code double}
   */
  InvalidParamsMapper(ObjectMapper mapper) {
    if (!mapper.isEnabled(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)) {
      throw new IllegalArgumentException(
          "The mapper must have USE_BIG_DECIMAL_FOR_FLOATS enabled, so that no amount is rounded");
    }
    this.jackson = new JacksonMcpJsonMapper(mapper);
  }

  @Override
  public <T> T convertValue(Object fromValue, Class<T> type) {
    return orInvalidParams(fromValue, () -> jackson.convertValue(fromValue, type));
  }

  @Override
  public <T> T convertValue(Object fromValue, TypeRef<T> type) {
    return orInvalidParams(fromValue, () -> jackson.convertValue(fromValue, type));
  }

  private static <T> T orInvalidParams(Object params, Supplier<T> conversion) {
    if (params == null) {
      throw invalidParams("The params are missing.");
    }
    try {
      return conversion.get();
    } catch (IllegalArgumentException e) {
      throw invalidParams("The params do not fit this method.");
    }
  }

  private static McpError invalidParams(String sentence) {
    return McpError.builder(ErrorCodes.INVALID_PARAMS).message(sentence).build();
  }

  @Override
  public <T> T readValue(String content, Class<T> type) throws IOException {
    return jackson.readValue(content, type);
  }

  @Override
  public <T> T readValue(byte[] content, Class<T> type) throws IOException {
    return jackson.readValue(content, type);
  }

  @Override
  public <T> T readValue(String content, TypeRef<T> type) throws IOException {
    return jackson.readValue(content, type);
  }

  @Override
  public <T> T readValue(byte[] content, TypeRef<T> type) throws IOException {
    return jackson.readValue(content, type);
  }

  @Override
  public String writeValueAsString(Object value) throws IOException {
    return jackson.writeValueAsString(value);
  }

  @Override
  public byte[] writeValueAsBytes(Object value) throws IOException {
    return jackson.writeValueAsBytes(value);
  }
}
