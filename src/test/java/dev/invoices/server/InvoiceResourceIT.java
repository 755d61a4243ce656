package dev.invoices.server;

import static dev.invoices.testkit.EveryTool.invoice;
import static dev.invoices.testkit.RawServer.callTool;
import static dev.invoices.testkit.RawServer.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.json.ExactJson;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.RawServer;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.WorkerProcess;
import io.temporal.client.WorkflowOptions;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invoices as resources of the packaged server, on the real Temporal. */
@Tag("real-server")
@Timeout(120)
class InvoiceResourceIT {

  private static final int NOT_FOUND = -32002;
  private static final int NOT_READABLE = -32003;

  private static TemporalFixture temporal;
  private static WorkerProcess worker;
  private static RawServer server;
  private static int requests;

  @BeforeAll
  static void start() throws Exception {
    temporal = TemporalFixture.devServer();
    worker = temporal.startWorker(Map.of());
    server = connect();
  }

  @AfterAll
  static void stop() throws Exception {
    // Where the command is missing, start() has ended before all of them were there.
    for (AutoCloseable part : Arrays.asList(server, worker, temporal)) {
      if (part != null) {
        part.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN-1", "RE 2024/17", "Ä&Ö 100% + 1", "№ 5 {id}?#", "فاتورة-٧"})
  void resource_isTheStatusOfItsInvoice_andItsIdIsOffered(String id) throws Exception {
    submit(id);

    JsonNode contents = read(encoded(id)).at("/result/contents/0");

    assertThat(contents.get("uri").asText()).isEqualTo(encoded(id));
    assertThat(contents.get("mimeType").asText()).isEqualTo("application/json");
    assertThat(ExactJson.mapper().readTree(contents.get("text").asText()))
        .isEqualTo(status(id).at("/result/structuredContent"));
    Eventually.see("the id", () -> offered(server, id), ids -> ids.contains(id));
  }

  @Test
  void idThatIsNotEncoded_andThatOfTheWorkflow_areRead() throws Exception {
    submit("AS/IS+1");

    for (String uri : List.of("invoice://AS/IS+1", "invoice://invoice-AS%2FIS+1")) {
      assertThat(read(uri).at("/result/contents/0/text").asText())
          .contains("\"invoice_id\":\"AS/IS+1\"");
    }
  }

  @Test
  void idWithALineBreakInside_isReadAsTheToolsReadIt() throws Exception {
    submit("BROKEN LINE");

    assertThat(read("invoice://BROKEN%0ALINE").at("/result/contents/0/text").asText())
        .contains("\"invoice_id\":\"BROKEN LINE\"");
  }

  @Test
  void unknownId_isNotFound() throws Exception {
    assertError("invoice://NO-SUCH", NOT_FOUND, "Temporal knows no invoice NO-SUCH. Check the id");
  }

  @Test
  void workflowOfAnotherType_isNotFound() throws Exception {
    temporal
        .client()
        .newUntypedWorkflowStub(
            "PayrollWorkflow",
            WorkflowOptions.newBuilder()
                .setWorkflowId("invoice-FOREIGN")
                .setTaskQueue("payroll")
                .build())
        .start();

    assertError("invoice://FOREIGN", NOT_FOUND, "is not an invoice. Use another id.");
    assertThat(offered(server, "FOREIGN")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invoice://",
        "invoice://%20",
        "invoice://%",
        "invoice://%G1",
        "invoice://%FF",
        "invoice://%00",
        "invoice://%1B%5B31mRED",
        "invoice://a%E2%80%AEb",
        "invoice://a%0Ab",
        "invoice:///../../etc/passwd\n",
        "invoice://{id}",
        "invoice:INV-1",
        "file:///etc/passwd"
      })
  void uriThatNoInvoiceHas_isNotFound(String uri) throws Exception {
    JsonNode error = read(uri).get("error");

    assertThat(error.get("code").asInt()).isEqualTo(NOT_FOUND);
    assertThat(error.get("message").asText()).isNotBlank().doesNotContainPattern("\\p{Cntrl}");
  }

  @Test
  void uriWithoutEnd_isNotFound() throws Exception {
    assertError("invoice://" + "x".repeat(1_000_000), NOT_FOUND, "longer than that of any invoice");
  }

  @Test
  void invoiceThatWasReadOnly_countsAsNotShown() throws Exception {
    submit("TWICE-1");
    submit("twice-1");
    try (RawServer other = connect()) {
      assertThat(read(other, "invoice://twice-1").toString()).contains("POSSIBLE_DUPLICATE");

      other.send(
          callTool(
              ++requests,
              "approve_invoice",
              "{\"invoice_id\": \"twice-1\", \"acknowledge_duplicate\": true}"));

      assertThat(other.next().at("/result/structuredContent/code").asText())
          .isEqualTo("POSSIBLE_DUPLICATE");
    }
  }

  @Test
  void withoutTemporal_nothingIsOffered_andReadingSaysWhatToDo() throws Exception {
    try (RawServer alone = RawServer.startInitialized(Map.of())) {
      long start = System.nanoTime();

      assertThat(offered(alone, "INV")).isEmpty();
      JsonNode error = read(alone, "invoice://INV-1").get("error");

      assertThat(error.get("code").asInt()).isEqualTo(NOT_READABLE);
      assertThat(error.get("message").asText()).contains("does not answer. Start it");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(14));
    }
  }

  @Test
  void completionOfSomethingElse_isTheClientsMistakeOrEmpty() throws Exception {
    JsonNode blank = complete(server, "{\"type\": \"ref/resource\", \"uri\": \" \"}", "x");
    assertThat(blank.at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(
            complete(server, "{\"type\": \"ref/resource\", \"uri\": \"ui://invoice\"}", "x")
                .at("/result/completion/values"))
        .isEmpty();
  }

  private static RawServer connect() throws Exception {
    List<String> command = new ArrayList<>(PackagedJar.server().command(JarProcess.jvmOptions()));
    RawServer started = RawServer.start(temporal.serve(new ProcessBuilder(command)));
    started.send(RawServer.initialize(++requests, "2025-11-25"), RawServer.initialized());
    started.next();
    return started;
  }

  private static void submit(String id) throws Exception {
    server.send(
        callTool(++requests, "process_invoice", "{\"invoice_data\": %s}".formatted(invoice(id))));
    assertThat(server.next().at("/result/structuredContent/code").asText()).isEqualTo("STARTED");
    Eventually.see(
        "the question",
        () -> status(id).at("/result/structuredContent/status").asText(),
        "Awaiting approval"::equals);
  }

  private static JsonNode status(String id) throws Exception {
    server.send(
        callTool(++requests, "get_invoice_status", "{\"invoice_id\": \"%s\"}".formatted(id)));
    return server.next();
  }

  private static String encoded(String id) {
    return "invoice://" + URLEncoder.encode(id, UTF_8).replace("+", "%20");
  }

  private static void assertError(String uri, int code, String part) throws Exception {
    JsonNode error = read(uri).get("error");

    assertThat(error.get("code").asInt()).isEqualTo(code);
    assertThat(error.get("message").asText()).contains(part);
  }

  private static JsonNode read(String uri) throws Exception {
    return read(server, uri);
  }

  private static JsonNode read(RawServer from, String uri) throws Exception {
    from.send(request(++requests, "resources/read", ExactJson.write(Map.of("uri", uri))));
    return from.next();
  }

  private static List<String> offered(RawServer from, String typed) throws Exception {
    JsonNode answer =
        complete(from, "{\"type\": \"ref/resource\", \"uri\": \"invoice://{id}\"}", typed);
    List<String> ids = new ArrayList<>();
    assertThat(answer.at("/result/completion/values").isArray()).as("%s", answer).isTrue();
    answer.at("/result/completion/values").forEach(id -> ids.add(id.asText()));
    return ids;
  }

  private static JsonNode complete(RawServer from, String ref, String typed) throws Exception {
    from.send(
        request(
            ++requests,
            "completion/complete",
            "{\"ref\": %s, \"argument\": {\"name\": \"id\", \"value\": %s}}"
                .formatted(ref, ExactJson.write(typed))));
    return from.next();
  }
}
