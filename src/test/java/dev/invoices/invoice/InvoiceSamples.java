package dev.invoices.invoice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.invoices.invoice.reading.InvalidInvoiceException;
import dev.invoices.invoice.reading.InvoiceReader;
import dev.invoices.invoice.reading.InvoiceSource;
import dev.invoices.json.ExactJson;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** InvoiceSamples for tests, as the JSON text a client sends and as values. */
public final class InvoiceSamples {

  public static final String ID = "INV-7";

  /** What the tutorial's client sends: an id and lines, nothing else. */
  public static final String BARE =
      """
      {"id": "INV-7", "lines": [
        {"item": "Design Services", "amount": 2000, "description": "Logo and web design"},
        {"item": "Hosting", "amount": 100.10, "description": "One year"},
        {"item": "Support", "amount": 0.01, "description": ""}]}
      """;

  private InvoiceSamples() {}

  /** The bare invoice with one field of it set; the value is JSON. */
  public static String with(String field, String json) {
    ObjectNode invoice = tree(BARE);
    invoice.putRawValue(field, new RawValue(json));
    return invoice.toString();
  }

  /** A one-line invoice with one field of its line set; the value is JSON. */
  public static String withLine(String field, String json) {
    return withLine("USD", field, json);
  }

  /** The same in another currency. */
  public static String withLine(String currency, String field, String json) {
    ObjectNode line = tree("{\"item\": \"Hosting\", \"amount\": 100}");
    line.putRawValue(field, new RawValue(json));
    return "{\"id\": \"INV-7\", \"currency\": \"%s\", \"lines\": [%s]}".formatted(currency, line);
  }

  /** An invoice of this many lines of USD 1.00 each. */
  public static String ofLines(int count) {
    return "{\"id\": \"INV-7\", \"lines\": [%s]}"
        .formatted(
            IntStream.rangeClosed(1, count)
                .mapToObj(i -> "{\"item\": \"Item %d\", \"amount\": 1}".formatted(i))
                .collect(Collectors.joining(",")));
  }

  /** Reads JSON as the product does, ignoring unknown fields. */
  public static Invoice read(String json) throws InvalidInvoiceException {
    return InvoiceReader.read(node(json), InvoiceSource.ANY_CLIENT);
  }

  /** Reads an invoice that is known to be valid. */
  public static Invoice valid(String json) {
    try {
      return read(json);
    } catch (InvalidInvoiceException e) {
      throw new AssertionError(e);
    }
  }

  /** Parses JSON as the product does. */
  public static JsonNode node(String json) {
    try {
      return ExactJson.mapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static ObjectNode tree(String json) {
    return (ObjectNode) node(json);
  }
}
