package dev.invoices.temporal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.invoices.json.ExactJson;
import io.temporal.api.common.v1.Payloads;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.common.converter.RawValue;
import java.util.Optional;

/** Converts values to and from Temporal's payloads: JSON with exact numbers. */
public final class JsonDataConverter {

  private static final DataConverter INSTANCE =
      DefaultDataConverter.newDefaultInstance()
          .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(ExactJson.mapper()));

  private JsonDataConverter() {}

  /** The converter that every client and every worker must use. */
  public static DataConverter instance() {
    return INSTANCE;
  }

  /** The first of some payloads; null when there is none, as for a signal without an argument. */
  public static RawValue first(Payloads payloads) {
    return payloads.getPayloadsCount() == 0 ? null : new RawValue(payloads.getPayloads(0));
  }

  /**
   * The JSON of a payload that any client may have sent.
   *
   * @param payload null when the sender gave none
   * @return a missing node when there is none or it is not JSON
   */
  public static JsonNode json(RawValue payload) {
    return read(payload, JsonNode.class).orElseGet(MissingNode::getInstance);
  }

  /**
   * A payload that any client may have sent, as a value of a type.
   *
   * @param payload null when the sender gave none
   * @return empty when there is none or it does not decode as the type
   */
  public static <T> Optional<T> read(RawValue payload, Class<T> type) {
    if (payload == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(INSTANCE.fromPayload(payload.getPayload(), type, type));
    } catch (DataConverterException e) {
      return Optional.empty();
    }
  }
}
