package dev.invoices.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.invoices.invoice.Decision;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.Money;
import dev.invoices.json.ExactJson;
import dev.invoices.text.UtcTime;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The four tools of one packaged server, called through the SDK's client. Whatever a test is about,
 * every answer is checked: it fits the declared schema, it says the same to people and to machines,
 * and it shows nothing of our insides.
 */
public final class InvoiceTools implements AutoCloseable {

  /** A person is shown no more lines than this. */
  private static final int MAX_LINES_LISTED = 20;

  private static final Duration PROMISED = Duration.ofSeconds(7);

  private final ToolClient client;
  private final List<String> log;
  private final Map<String, Schema> schemas;
  private volatile boolean timed;

  private InvoiceTools(ToolClient client, List<String> log) throws IOException {
    this.client = client;
    this.log = log;
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    this.schemas =
        client.tools().stream()
            .collect(
                Collectors.toMap(
                    Tool::name,
                    tool -> registry.getSchema(json(tool.outputSchema())),
                    (a, b) -> a,
                    ConcurrentHashMap::new));
  }

  /**
   * Launches a server.
   *
   * @param settings makes its process find its Temporal
   * @param clientName how the client introduces itself, with version 1.2.3
   */
  public static InvoiceTools start(UnaryOperator<ProcessBuilder> settings, String clientName)
      throws IOException {
    List<String> log = new CopyOnWriteArrayList<>();
    Implementation client = Implementation.builder(clientName, "1.2.3").build();
    return new InvoiceTools(
        ToolClient.start(PackagedJar.server(), settings, client, log::add), log);
  }

  /** From now on every answer has to come within the 7 s that are promised whatever is down. */
  public InvoiceTools timed() {
    timed = true;
    return this;
  }

  /** Submits an invoice, given as JSON. */
  public ToolReply submit(String invoice) throws IOException {
    return call("process_invoice", "{\"invoice_data\": %s}".formatted(invoice));
  }

  public ToolReply approve(String id) throws IOException {
    return call("approve_invoice", Map.of("invoice_id", id));
  }

  public ToolReply approve(String id, String note) throws IOException {
    return call("approve_invoice", Map.of("invoice_id", id, "note", note));
  }

  public ToolReply reject(String id) throws IOException {
    return call("reject_invoice", Map.of("invoice_id", id));
  }

  public ToolReply reject(String id, String note) throws IOException {
    return call("reject_invoice", Map.of("invoice_id", id, "note", note));
  }

  public ToolReply status(String id) throws IOException {
    return call("get_invoice_status", Map.of("invoice_id", id));
  }

  /** Asks for the status until it is the one that is wanted. */
  public ToolReply awaitStatus(String id, String wanted) throws Exception {
    return Eventually.see(
        "status " + wanted, () -> status(id), reply -> reply.status().equals(wanted));
  }

  /** Asks for the status until the invoice is closed. */
  public ToolReply awaitClosed(String id) throws Exception {
    return Eventually.see(
        "the end of " + id, () -> status(id), reply -> reply.content().has("closed_at"));
  }

  /** Calls a tool with arguments given as JSON. */
  public ToolReply call(String tool, String arguments) throws IOException {
    return call(
        tool, ExactJson.mapper().readValue(arguments, new TypeReference<Map<String, Object>>() {}));
  }

  /** Calls a tool and checks what every answer owes. */
  public ToolReply call(String tool, Map<String, Object> arguments) throws IOException {
    long start = System.nanoTime();
    ToolReply reply = client.call(tool, arguments);
    if (timed) {
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("time of %s to answer %s", tool, reply.text())
          .isLessThan(PROMISED);
    }
    assertThat(schemas.get(tool).validate(reply.content()))
        .as("faults of %s in %s", tool, reply.content())
        .isEmpty();
    assertThat(reply.text()).doesNotContain("Exception", "java.", "\tat ", "io.");
    assertTextHasTheValuesOfTheContent(reply);
    return reply;
  }

  /** What the server has written to standard error so far. */
  public List<String> log() {
    return List.copyOf(log);
  }

  @Override
  public void close() {
    client.close();
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
    assertThat(text).contains(invoice.vendor(), invoice.totalAmount().toString());
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
    return Stream.of(values).allMatch(line::contains);
  }

  private static JsonNode json(Object value) {
    return ExactJson.mapper().valueToTree(value);
  }
}
