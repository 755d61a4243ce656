package dev.invoices.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.Money;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.json.ExactJson;
import dev.invoices.text.UtcTime;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What holds for every result, whatever a test is about: it fits the declared schema, its text has
 * the values of its structured content, and it shows nothing of our insides. The words around the
 * values are the business of {@link GoldenResult}.
 */
final class ResultChecks {

  /** A person is shown no more lines than this. */
  private static final int MAX_LINES_LISTED = 20;

  private final Map<String, Schema> schemas;

  /**
   * @param tools what the server offers
   */
  ResultChecks(List<Tool> tools) {
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    this.schemas =
        tools.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Tool::name, tool -> registry.getSchema(json(tool.outputSchema()))));
  }

  void check(String tool, ToolReply reply) {
    assertThat(schemas.get(tool).validate(reply.content()))
        .as("faults of %s in %s", tool, reply.content())
        .isEmpty();
    assertThat(reply.text()).doesNotContain("Exception", "java.", "\tat ", "io.");
    assertTextHasTheValuesOfTheContent(reply);
  }

  /** Which values a person reads, in whatever words. */
  private static void assertTextHasTheValuesOfTheContent(ToolReply reply) {
    JsonNode content = reply.content();
    assertThat(reply.message()).startsWith(reply.text().lines().findFirst().orElseThrow());
    assertThat(reply.text()).contains(reply.status());
    content
        .path("faults")
        .forEach(
            fault ->
                assertThat(reply.text())
                    .contains(fault.get("path").asText(), fault.get("problem").asText()));
    content
        .path("invoices")
        .forEach(
            listed ->
                assertThat(reply.text().lines())
                    .anyMatch(
                        line ->
                            containsAll(
                                line,
                                listed.get("id").asText(),
                                listed.get("vendor").asText(),
                                listed.path("currency").asText(),
                                listed.get("status").asText())));
    if (content.has("decision")) {
      assertHas(
          reply.text(), ExactJson.mapper().convertValue(content.get("decision"), Decision.class));
    }
    reply.invoice().ifPresent(invoice -> assertHas(reply.text(), invoice));
  }

  private static void assertHas(String text, Decision decision) {
    assertThat(text.lines())
        .as("a line with %s in%n%s", decision, text)
        .anyMatch(
            line ->
                containsAll(
                    line,
                    decision.approved() ? "approved" : "rejected",
                    decision.by(),
                    decision.through(),
                    UtcTime.text(decision.at()),
                    decision.note()));
  }

  private static void assertHas(String text, InvoiceSnapshot invoice) {
    assertThat(text).contains(quoted(invoice.vendor()), invoice.totalAmount().toString());
    if (invoice.linesPaid() > 0) {
      assertThat(text).contains(invoice.paidAmount().toString());
    }
    boolean all = invoice.lines().size() <= MAX_LINES_LISTED;
    invoice.lines().stream()
        .filter(line -> all || line.lastError().isPresent())
        .limit(MAX_LINES_LISTED)
        .forEach(line -> assertHas(text, line, invoice.currency()));
    invoice.ignoredDecisions().forEach(ignored -> assertHas(text, ignored));
  }

  private static void assertHas(String text, LineSnapshot line, Currency currency) {
    assertThat(text.lines())
        .as("a line with %s in%n%s", line, text)
        .anyMatch(
            shown ->
                containsAll(
                    shown,
                    "Line " + line.line(),
                    line.item(),
                    new Money(currency, line.amount()).toString(),
                    line.receipt().orElse(""),
                    line.lastError().orElse("")));
  }

  private static boolean containsAll(String line, String... values) {
    return Stream.of(values).map(ResultChecks::quoted).allMatch(line::contains);
  }

  /** The quotation marks inside a value must not end its quotation. */
  private static String quoted(String value) {
    return value.replace('"', '\'');
  }

  private static JsonNode json(Object value) {
    return ExactJson.mapper().valueToTree(value);
  }
}
