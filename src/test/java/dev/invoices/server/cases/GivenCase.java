package dev.invoices.server.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.json.ExactJson;
import dev.invoices.testkit.ToolReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of a file of cases: an object with {@code expect}, and with the {@code arguments} of the
 * call or their {@code invoice_data} alone. {@code why} it is refused begins with the reason.
 *
 * @param name where the line is
 * @param line with every digit as it was written
 */
record GivenCase(String name, JsonNode line) {

  private static final String INVOICE = "invoice_data";

  /** The cases of a file. */
  static List<GivenCase> readAll(Path file) throws IOException {
    List<GivenCase> cases = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String name = "%s, line %d".formatted(file.getFileName(), cases.size() + 1);
      cases.add(new GivenCase(name, ExactJson.mapper().readTree(line)));
    }
    return cases;
  }

  /** Of the tool that submits an invoice. */
  String arguments() throws IOException {
    JsonNode arguments =
        line.has("arguments")
            ? line.get("arguments")
            : ExactJson.mapper().createObjectNode().set(INVOICE, line.path(INVOICE));
    return ExactJson.mapper().writeValueAsString(arguments);
  }

  /** Compares what came out with what the line says. */
  void assertGot(ToolReply reply) {
    String expected = line.path("expect").asText();
    String reason =
        expected.equals("refuse") ? ", " + line.path("why").asText().split(";", 2)[0] : "";
    JsonNode given = line.has("arguments") ? line.at("/arguments/" + INVOICE) : line.path(INVOICE);
    assertThat(expected).as("what is expected").isNotEmpty();
    Claim.assertAll(expected + reason, given, reply);
  }
}
