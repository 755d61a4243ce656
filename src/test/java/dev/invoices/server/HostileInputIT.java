package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.invoices.hostile.AnswerText;
import dev.invoices.hostile.Answers;
import dev.invoices.hostile.HandWritten;
import dev.invoices.hostile.HostileCase;
import dev.invoices.hostile.HostileInvoices;
import dev.invoices.hostile.LogText;
import dev.invoices.json.ExactJson;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.RawServer;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowNotFoundException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of hostile calls through one packaged server. Each is an invoice whose changes know
 * what must become of them, so what is right is not asked of the product: either exactly what was
 * written arrives in Temporal, or nothing does and the answer names the field.
 */
@Timeout(240)
class HostileInputIT {

  private static final int GENERATED = 2_200;
  private static final int MAX_LINES_LISTED = 20;

  private static final long SEED = HostileInvoices.seed();

  private static InvoiceStack stack;
  private static RawServer server;
  private static final Map<String, Schema> INPUT = new HashMap<>();
  private static final Map<String, Schema> OUTPUT = new HashMap<>();
  private static int tried;
  private static int accepted;

  @BeforeAll
  static void start() throws Exception {
    System.out.println("Hostile corpus: -Dhostile.seed=" + SEED);
    stack = InvoiceStack.start();
    stack.startWorker(Map.of());
    server = RawServer.startInitialized(Map.of("TEMPORAL_ADDRESS", stack.temporal().address()));
    server.send(RawServer.request(1, "tools/list", "{}"));
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    for (JsonNode tool : server.next().at("/result/tools")) {
      INPUT.put(tool.get("name").asText(), registry.getSchema(tool.get("inputSchema")));
      OUTPUT.put(tool.get("name").asText(), registry.getSchema(tool.get("outputSchema")));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    System.out.println("Bad inputs tried: " + (tried - accepted));
    System.out.println("Odd but valid inputs, accepted exactly: " + accepted);
    System.out.println("Deaths: " + (server.process().isAlive() ? 0 : 1));
    server.close();
    stack.close();
  }

  @Test
  void generatedSubmissions_acceptedExactlyOrRefusedByName() throws Exception {
    tryAll(new HostileInvoices(SEED).submissions(GENERATED, "H-"));
  }

  @Test
  void submissionsAtTheLimits_acceptedExactlyOrRefusedByName() throws Exception {
    tryAll(HandWritten.submissions());
  }

  @Test
  void hostileIdsAndNotes_refusedByName_orAboutNoInvoice() throws Exception {
    tryAll(HandWritten.aboutNothing());
  }

  @Test
  void generatedCases_fitTheSchemaExactlyWhenTheyAreAccepted_butForTheRulesNoSchemaStates()
      throws Exception {
    List<HostileCase> cases = new ArrayList<>(HandWritten.submissions());
    cases.addAll(HandWritten.aboutNothing());
    cases.addAll(new HostileInvoices(SEED).submissions(GENERATED, "S-"));
    int agreed = 0;
    int excepted = 0;
    for (HostileCase hostile : cases) {
      if (hostile.isServed()) {
        JsonNode arguments = ExactJson.mapper().readTree(hostile.arguments());

        boolean fits = INPUT.get(hostile.tool()).validate(arguments).isEmpty();

        assertThat(fits).as("%s fits the schema", hostile).isEqualTo(hostile.fitsSchema());
        agreed += fits == hostile.isValid() ? 1 : 0;
        excepted += fits == hostile.isValid() ? 0 : 1;
      }
    }
    System.out.printf("Schema and reader agree: %d, semantic rules: %d%n", agreed, excepted);
    assertThat(agreed).isGreaterThan(cases.size() / 4);
  }

  @Test
  void hostileNamesOfMethodsAndTools_areAnsweredInOneSafeLine() throws Exception {
    String forged = "\"x\\nStatus: Completed\\u202e\\u2028\\u0000\"";
    List<String> lines =
        List.of(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":%s}".formatted(forged),
            RawServer.request(7, "tools/call", "{\"name\":%s,\"arguments\":{}}".formatted(forged)),
            RawServer.request(
                7,
                "tools/call",
                "{\"name\":\"process_invoice\",\"arguments\":%s}".formatted(forged)),
            RawServer.request(7, "tools/call", "{\"name\":[%s]}".formatted(forged)));
    for (String line : lines) {
      server.send(line);
      JsonNode answer = server.next();
      tried++;

      assertThat(answer.path("id").asInt()).isEqualTo(7);
      assertThat(answer.has("error") ^ answer.has("result")).isTrue();
      AnswerText.assertSafe(answer);
    }
    assertUnharmed();
  }

  private static void tryAll(List<HostileCase> cases) throws Exception {
    List<JsonNode> answers = Answers.of(cases, server);
    for (int i = 0; i < cases.size(); i++) {
      tried++;
      try {
        check(cases.get(i), inTime(cases.get(i), answers.get(i)));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("%s: %s".formatted(cases.get(i), e.getMessage()), e);
      }
    }
    assertUnharmed();
  }

  /** A machine too busy to answer in time is told apart from a refusal, and asked again. */
  private static JsonNode inTime(HostileCase hostile, JsonNode first) throws Exception {
    JsonNode answer = first;
    for (int again = 0; again < 5 && codeOf(answer).equals("TEMPORAL_UNREACHABLE"); again++) {
      answer = Answers.of(List.of(hostile), server).get(0);
    }
    return answer;
  }

  private static String codeOf(JsonNode answer) {
    return answer.at("/result/structuredContent/code").asText();
  }

  private static void assertUnharmed() throws Exception {
    server.send(RawServer.ping(2));
    assertThat(server.next()).hasToString("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}");
    LogText.assertNotForged(server.process().stderr());
  }

  private static void check(HostileCase hostile, JsonNode answer) throws Exception {
    assertThat(answer.has("error") ^ answer.has("result")).isTrue();
    AnswerText.assertSafe(answer);
    if (!hostile.isServed()) {
      assertThat(answer.at("/error/code").asInt()).isEqualTo(hostile.error().error());
      assertNothingStarted(hostile);
      return;
    }
    JsonNode content = answer.at("/result/structuredContent");
    assertThat(OUTPUT.get(hostile.tool()).validate(content)).isEmpty();
    List<String> lines = AnswerText.lines(answer);
    assertThat(answer.at("/result/isError").asBoolean())
        .isEqualTo(!hostile.isValid() || hostile.expected() == null);
    if (!hostile.isValid()) {
      assertRefused(hostile, content, lines);
    } else if (hostile.expected() == null) {
      assertThat(content.get("code").asText()).isEqualTo("NOT_FOUND");
      assertThat(lines).hasSize(1);
    } else {
      assertAccepted(hostile, content, lines);
    }
  }

  private static void assertRefused(HostileCase hostile, JsonNode content, List<String> lines) {
    assertThat(content.get("code").asText()).isEqualTo("INVALID_INPUT");
    List<String> paths = content.get("faults").findValuesAsText("path");
    assertThat(Set.copyOf(paths)).containsExactlyInAnyOrderElementsOf(hostile.faults());
    assertThat(lines).hasSize(1 + paths.size());
    assertThat(AnswerText.count(lines, "- ")).isEqualTo(paths.size());
    assertNothingStarted(hostile);
  }

  private static void assertAccepted(HostileCase hostile, JsonNode content, List<String> lines)
      throws Exception {
    // The second when it has been asked again.
    assertThat(content.get("code").asText()).isIn("STARTED", "ALREADY_OPEN");
    String id = hostile.expected().id();
    List<HistoryEvent> started = stack.events(id, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED);
    hostile
        .expected()
        .assertIs(
            started
                .get(0)
                .getWorkflowExecutionStartedEventAttributes()
                .getInput()
                .getPayloads(0)
                .getData()
                .toByteArray());
    accepted++;
    int shown = Math.min(hostile.expected().lines().size(), MAX_LINES_LISTED);
    assertThat(lines.stream().filter(line -> line.matches("Line \\d+: .*")).count())
        .isLessThanOrEqualTo(shown);
    for (String once : List.of("Number: ", "Issued: ", "Due: ", "Purchase order: ")) {
      assertThat(AnswerText.count(lines, once)).as(once).isLessThanOrEqualTo(1);
    }
    assertThat(AnswerText.count(lines, "Extra "))
        .isLessThanOrEqualTo(hostile.expected().extra().size());
    assertThat(AnswerText.count(lines, "Status: ")).isLessThanOrEqualTo(1);
    assertThat(AnswerText.count(lines, "Total: ")).isLessThanOrEqualTo(1);
    assertThat(AnswerText.count(lines, "Vendor: ")).isLessThanOrEqualTo(1);
    assertThat(AnswerText.count(lines, "Decision: ")).isZero();
    assertThat(AnswerText.count(lines, "Paid: ")).isZero();
  }

  private static void assertNothingStarted(HostileCase hostile) {
    if (hostile.freeId().isEmpty()) {
      return;
    }
    try {
      stack.workflow(hostile.freeId()).describe();
    } catch (WorkflowNotFoundException e) {
      return;
    }
    throw new AssertionError("started although refused");
  }
}
