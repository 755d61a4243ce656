package dev.invoices.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.invoices.invoice.Decider;
import dev.invoices.invoice.InvoiceJson;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.common.converter.RawValue;
import java.util.Optional;

/** Values on Temporal's wire: JSON with exact numbers, on every client and every worker. */
public final class InvoiceDataConverter {

  private static final DataConverter INSTANCE =
      DefaultDataConverter.newDefaultInstance()
          .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(InvoiceJson.mapper()));

  private InvoiceDataConverter() {}

  /** The converter that clients and workers must use. */
  public static DataConverter instance() {
    return INSTANCE;
  }

  /**
   * The JSON of an argument that anybody may have sent.
   *
   * @param argument null when the sender gave none
   * @return a missing node when there is none or it is not JSON
   */
  public static JsonNode json(RawValue argument) {
    return decode(argument, JsonNode.class, MissingNode.getInstance());
  }

  /**
   * Who sent a decision.
   *
   * @param argument null when the sender gave none
   * @return {@link Decider#UNKNOWN} when there is none or it is not readable
   */
  public static Decider decider(RawValue argument) {
    return decode(argument, Decider.class, Decider.UNKNOWN);
  }

  /**
   * What an earlier run of the same workflow handed on.
   *
   * @param argument null when it handed nothing on
   * @return empty when that was not a run of ours
   */
  static Optional<CarriedOver> carriedOver(RawValue argument) {
    return Optional.ofNullable(decode(argument, CarriedOver.class, null));
  }

  private static <T> T decode(RawValue argument, Class<T> type, T fallback) {
    if (argument == null) {
      return fallback;
    }
    try {
      T value = INSTANCE.fromPayload(argument.getPayload(), type, type);
      return value == null ? fallback : value;
    } catch (DataConverterException e) {
      return fallback;
    }
  }
}
