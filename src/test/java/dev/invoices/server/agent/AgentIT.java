package dev.invoices.server.agent;

import static dev.invoices.testkit.EveryTool.APPROVE;
import static dev.invoices.testkit.EveryTool.REJECT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.hostile.Chance;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.RawServer;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.WorkerProcess;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowExecutionMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Where only persons may decide, nothing that an agent can call decides, whatever its client can
 * show. What the agents call is made up; {@code -Dseed=n} makes them begin with the same calls.
 */
@Tag("real-server")
@Timeout(120)
class AgentIT {

  private static final String CARDS =
      "\"extensions\":{\"io.modelcontextprotocol/ui\":{\"mimeTypes\":[\"text/html;profile=mcp-app\"]}}";
  private static final String FORMS = "\"elicitation\":{}";

  /** What the clients of the agents can show; the last of them shows the card to its person. */
  private static final List<String> CLIENTS =
      List.of(
          "{}",
          "{%s}".formatted(FORMS),
          "{%s,%s}".formatted(FORMS, CARDS),
          "{%s}".formatted(CARDS));

  private static final int CALLS_OF_EACH = 300;
  private static final long TIME = TimeUnit.SECONDS.toNanos(12);

  /** So few only where the machine is very busy. */
  private static final int FEWEST_CALLS = 100;

  private static final long SEED = Long.getLong("seed", System.currentTimeMillis());

  private static final Map<String, List<String>> DECIDED_BEFORE = new HashMap<>();
  private static final List<ShownInvoice> SHOWN = new ArrayList<>();
  private static final List<String> DIGESTS = new ArrayList<>();
  private static final List<RawServer> SERVERS = new ArrayList<>();

  private static TemporalFixture temporal;
  private static WorkerProcess worker;
  private static McpTools bob;

  @BeforeAll
  static void start() throws Exception {
    System.out.println("Agents: -Dseed=" + SEED);
    temporal = TemporalFixture.devServer();
    worker = temporal.startWorker(Map.of("INVOICE_SANDBOX_BALANCE", "1000.00"));
    bob = McpTools.start(temporal::serve, "claude-ai");
    for (int n = 1; n <= 3; n++) {
      submit("WAITS-" + n, 10 + n);
    }
    // Two that differ in nothing but their ids, so that each may be a duplicate of the other.
    submit("TWIN 1", 20);
    submit("twin 1", 20);
    submitAnew("CHANGED");
    submitAboveTheBalance("DECLINED");
    List<String> ids =
        List.of("WAITS-1", "WAITS-2", "WAITS-3", "TWIN 1", "twin 1", "CHANGED", "DECLINED");
    for (String id : ids) {
      show(id);
    }
    for (String capabilities : CLIENTS) {
      SERVERS.add(connect(capabilities));
    }
    decisions().forEach((run, decisions) -> DECIDED_BEFORE.put(run, decisions));
  }

  @AfterAll
  static void stop() throws Exception {
    // Where the command is missing, start() has ended before all of them were there.
    List<AutoCloseable> parts = new ArrayList<>(SERVERS);
    parts.add(bob);
    parts.add(worker);
    parts.add(temporal);
    for (AutoCloseable part : parts) {
      if (part != null) {
        part.close();
      }
    }
  }

  @Test
  void whateverAgentsCall_nothingIsDecided_untilThePersonSaysItInTheCard() throws Exception {
    RawServer client = SERVERS.get(SERVERS.size() - 1);
    String uri = cardUri(client);
    HeldCard card = HeldCard.of(read(client, uri).at("/result/contents/0/text").asText());
    assertThat(read(SERVERS.get(0), uri).has("error")).isTrue();

    Map<String, Integer> codes = letAgentsAct(card);

    System.out.println("Agents were answered: " + codes);
    assertThat(codes.values().stream().mapToInt(Integer::intValue).sum())
        .isGreaterThan(FEWEST_CALLS);
    assertThat(codes)
        .containsKeys("NEEDS_PERSON", "UNDECIDED", "INVALID_INPUT", "CHANGED", "STARTED");
    assertNothingDecided(codes.get("STARTED"));

    // The very same servers do as the person says.
    assertThat(decide(client, card, SHOWN.get(0), true)).isEqualTo("APPROVED");
    assertThat(decide(client, card, SHOWN.get(1), false)).isEqualTo("REJECTED");
    bob.awaitStatus("WAITS-1", "Completed");
    bob.awaitStatus("WAITS-2", "Rejected by approver");
    assertThat(bob.status("WAITS-1").content().at("/decision/how").asText()).isEqualTo("card");
  }

  private static Map<String, Integer> letAgentsAct(HeldCard card) throws Exception {
    ExecutorService together = Executors.newFixedThreadPool(SERVERS.size());
    long end = System.nanoTime() + TIME;
    try {
      List<Future<Map<String, Integer>>> agents = new ArrayList<>();
      for (int n = 0; n < SERVERS.size(); n++) {
        Chance chance = new Chance(new Random(SEED + n));
        AgentCalls calls = new AgentCalls(chance, card, SHOWN, DIGESTS, "AGENT-" + n + "-");
        Agent agent = new Agent(SERVERS.get(n), chance, calls, card);
        agents.add(together.submit(() -> agent.act(CALLS_OF_EACH, end)));
      }
      Map<String, Integer> codes = new TreeMap<>();
      for (Future<Map<String, Integer>> agent : agents) {
        agent.get().forEach((code, times) -> codes.merge(code, times, Integer::sum));
      }
      return codes;
    } finally {
      together.shutdownNow();
    }
  }

  /** By what Temporal itself holds, of every workflow that there is. */
  private static void assertNothingDecided(int started) throws Exception {
    int runs = DECIDED_BEFORE.size() + started;
    Eventually.see("all runs", AgentIT::decisions, all -> all.size() == runs)
        .forEach(
            (run, decisions) ->
                assertThat(decisions)
                    .as(run)
                    .isEqualTo(DECIDED_BEFORE.getOrDefault(run, List.of())));
    for (ShownInvoice invoice : SHOWN) {
      String status = bob.status(invoice.id()).status();
      assertThat(status)
          .as(invoice.id())
          .isEqualTo(
              invoice.id().equals("DECLINED")
                  ? "Payment declined - awaiting decision"
                  : "Awaiting approval");
    }
  }

  /** The decisions in the history of each run, by their events. */
  private static Map<String, List<String>> decisions() {
    Map<String, List<String>> decisions = new TreeMap<>();
    temporal.client().listExecutions("").forEach(run -> decisions.put(name(run), decisions(run)));
    return decisions;
  }

  private static String name(WorkflowExecutionMetadata run) {
    return "%s %s".formatted(run.getExecution().getWorkflowId(), run.getExecution().getRunId());
  }

  private static List<String> decisions(WorkflowExecutionMetadata run) {
    return temporal
        .client()
        .fetchHistory(run.getExecution().getWorkflowId(), run.getExecution().getRunId())
        .getEvents()
        .stream()
        .map(event -> event.getEventType())
        .filter(
            type ->
                type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED
                    || type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED)
        .map(EventType::name)
        .toList();
  }

  private static void submit(String id, int amount) throws Exception {
    bob.submit(
        "{\"id\": \"%s\", \"vendor\": \"Acme Studio\", \"lines\": [{\"item\": \"Desk\", \"amount\": %d}]}"
            .formatted(id, amount));
    bob.awaitStatus(id, "Awaiting approval");
  }

  /** An invoice under an id that had another content before. */
  private static void submitAnew(String id) throws Exception {
    submit(id, 30);
    DIGESTS.add(ShownInvoice.of(bob.status(id).content()).digest());
    bob.reject(id);
    bob.awaitClosed(id);
    submit(id, 31);
  }

  /** An invoice whose payment was declined, so that another question is open than before. */
  private static void submitAboveTheBalance(String id) throws Exception {
    submit(id, 5_000);
    bob.approve(id);
    bob.awaitStatus(id, "Payment declined - awaiting decision");
  }

  private static void show(String id) throws Exception {
    ShownInvoice shown = ShownInvoice.of(bob.status(id).content());
    assertThat(shown.isWhole()).isTrue();
    SHOWN.add(shown);
    DIGESTS.add(shown.digest());
  }

  private static RawServer connect(String capabilities) throws Exception {
    ProcessBuilder command =
        temporal.serve(new ProcessBuilder(PackagedJar.server().command(JarProcess.jvmOptions())));
    command.environment().put("INVOICE_DECISIONS", "person");
    command.environment().put("XDG_STATE_HOME", temporal.file("state").toString());
    RawServer client = RawServer.start(command);
    client.send(RawServer.initialize(0, "2025-11-25", capabilities), RawServer.initialized());
    assertThat(client.next().at("/result/serverInfo/name").asText()).isEqualTo("invoice-processor");
    return client;
  }

  private static String cardUri(RawServer client) throws Exception {
    client.send(RawServer.request(1, "tools/list", "{}"));
    return client.next().at("/result/tools/0/_meta/ui/resourceUri").asText();
  }

  private static JsonNode read(RawServer client, String uri) throws Exception {
    client.send(RawServer.request(2, "resources/read", "{\"uri\": \"%s\"}".formatted(uri)));
    return client.next();
  }

  private static String decide(
      RawServer client, HeldCard card, ShownInvoice invoice, boolean approved) throws Exception {
    client.send(
        RawServer.callTool(
            3,
            approved ? APPROVE : REJECT,
            "{\"invoice_id\": \"%s\", \"confirmation\": \"%s\"}"
                .formatted(invoice.id(), card.confirm(invoice.decided(approved, false)))));
    JsonNode answer = client.next();
    assertThat(answer.at("/id").asInt()).as("%s", answer).isEqualTo(3);
    return answer.at("/result/structuredContent/code").asText();
  }
}
