package dev.invoices.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.reading.InvalidInvoiceException;
import dev.invoices.invoice.reading.InvoiceReader;
import dev.invoices.invoice.reading.InvoiceSource;
import dev.invoices.json.ExactJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The invoice of the demo.
 *
 * @param invoice valid
 * @param json as it was written, which is how the tool gets it; amounts are exact
 */
record DemoInvoice(Invoice invoice, Map<String, Object> json) {

  private static final String SAMPLE =
      """
      {
        "id": "INV-001",
        "lines": [
          {"item": "Web Development", "amount": 5000.00, "description": "Frontend work"},
          {"item": "Design Services", "amount": 2000.00, "description": "UI/UX design"}
        ]
      }
      """;

  /** The tutorial's. */
  static DemoInvoice sample() throws DemoFailure {
    return parse("The sample", SAMPLE);
  }

  /** One of the person's own. */
  static DemoInvoice read(Path file) throws DemoFailure {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new DemoFailure("There is no invoice file %s.".formatted(file.toAbsolutePath()));
    } catch (IOException e) {
      throw new DemoFailure("%s is not a readable text file.".formatted(file.toAbsolutePath()));
    }
  }

  private static DemoInvoice parse(String name, String text) throws DemoFailure {
    try {
      JsonNode json =
          ExactJson.mapper()
              .reader()
              .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .readTree(text);
      return new DemoInvoice(
          InvoiceReader.read(json, InvoiceSource.TOOL_CALL),
          ExactJson.mapper().convertValue(json, new TypeReference<Map<String, Object>>() {}));
    } catch (JsonProcessingException e) {
      throw new DemoFailure(
          "%s is not valid JSON: %s%s."
              .formatted(
                  name,
                  e.getOriginalMessage(),
                  e.getLocation() == null
                      ? ""
                      : " (line %d)".formatted(e.getLocation().getLineNr())));
    } catch (InvalidInvoiceException e) {
      throw new DemoFailure("%s is not a valid invoice: %s.".formatted(name, e.getMessage()));
    }
  }
}
