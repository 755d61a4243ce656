package dev.invoices.server.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.reading.InvalidInvoiceException;
import dev.invoices.invoice.reading.InvoiceReader;
import dev.invoices.invoice.reading.InvoiceSource;
import dev.invoices.json.ExactJson;
import dev.invoices.server.card.CardSeed;
import dev.invoices.server.conversation.Conversation;
import dev.invoices.server.conversation.DecisionPolicy;
import dev.invoices.server.conversation.ShownInvoices;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Some clients refuse all tools of a server over one keyword that they do not know. */
class InputSchemasTest {

  private static final Conversation CONVERSATION =
      Conversation.under(
          DecisionPolicy.ASK,
          CardSeed.ofThisUser(
              Map.of("XDG_STATE_HOME", Path.of("target", "state").toAbsolutePath().toString())));

  private static final Set<String> TAKEN_BY_EVERY_CLIENT =
      Set.of(
          "type",
          "properties",
          "required",
          "items",
          "enum",
          "description",
          "minItems",
          "maxItems",
          "minLength",
          "maxLength");

  static Stream<InvoiceTool> tools() {
    return Stream.of(
        new ProcessInvoiceTool(new ShownInvoices()),
        new DecisionTool(DecisionKind.APPROVAL, CONVERSATION),
        new DecisionTool(DecisionKind.REJECTION, CONVERSATION),
        new GetInvoiceStatusTool());
  }

  @ParameterizedTest
  @MethodSource("tools")
  void schema_usesOnlyKeywordsThatEveryClientTakes(InvoiceTool tool) throws Exception {
    assertPlain(ExactJson.mapper().readTree(tool.inputSchema()));
  }

  @Test
  void longestItemOfTheSchema_isTheLongestThatIsRead() throws Exception {
    int longest =
        ExactJson.mapper()
            .readTree(new ProcessInvoiceTool(new ShownInvoices()).inputSchema())
            .at("/properties/invoice_data/properties/lines/items/properties/item/maxLength")
            .asInt();
    String words = "a".repeat(Invoice.MAX_ITEM_LENGTH) + " ";

    assertThat(read(words + "b".repeat(longest - words.length())).lines().get(0).item())
        .hasSize(Invoice.MAX_ITEM_LENGTH);
    assertThatExceptionOfType(InvalidInvoiceException.class)
        .isThrownBy(() -> read(words + "b".repeat(longest + 1 - words.length())));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void schemaOfAnId_hasRoomForTheLongestWorkflowId(InvoiceTool tool) throws Exception {
    JsonNode id =
        ExactJson.mapper().readTree(tool.inputSchema()).at("/properties/" + InvoiceTool.INVOICE_ID);

    assertThat(id.path("maxLength").asInt(108)).isEqualTo("invoice-".length() + 100);
  }

  private static Invoice read(String item) throws InvalidInvoiceException {
    return InvoiceReader.read(
        InvoiceSamples.node(InvoiceSamples.withLine("item", "\"%s\"".formatted(item))),
        InvoiceSource.TOOL_CALL);
  }

  /** One type for each field, too: a list of types is taken by few. */
  private static void assertPlain(JsonNode schema) {
    assertThat(schema.properties()).extracting(Map.Entry::getKey).isSubsetOf(TAKEN_BY_EVERY_CLIENT);
    assertThat(schema.path("type").isTextual()).as("type of %s", schema).isTrue();
    schema.path("properties").forEach(InputSchemasTest::assertPlain);
    if (schema.has("items")) {
      assertPlain(schema.get("items"));
    }
  }
}
