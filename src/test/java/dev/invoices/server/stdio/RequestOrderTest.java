package dev.invoices.server.stdio;

import static dev.invoices.server.stdio.TestClient.call;
import static dev.invoices.server.stdio.TestClient.cancelled;
import static dev.invoices.server.stdio.TestClient.ping;
import static dev.invoices.server.stdio.TestClient.text;
import static dev.invoices.server.stdio.TestClient.tool;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.server.stdio.RequestOrder.Subject;
import dev.invoices.testkit.Eventually;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests about one subject, in order; about others, at the same time. */
@Timeout(60)
class RequestOrderTest {

  private static final Duration PATIENT = Duration.ofSeconds(30);

  /** Whether it is of no use to wait. */
  private final AtomicBoolean vain = new AtomicBoolean();

  /** The calls that have begun, in order. */
  private final Queue<String> begun = new ConcurrentLinkedQueue<>();

  /** A call that names a gate waits until it is opened. */
  private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();

  @Test
  void changes_areServedOneAfterTheOther_inTheOrderOfTheirArrival() throws Exception {
    try (var client = client(PATIENT)) {
      // given a change that does not end, and more of them behind it
      client.send(change(1, "A", "gate"), change(2, "A"), look(3, "A"), change(4, "A"));
      awaitBegun("1");

      // when something about another subject comes
      client.send(change(5, "B"), ping(6));

      // then that is served at once, and the first ones in their order
      assertThat(ids(client.next(2))).containsExactlyInAnyOrder(5, 6);
      assertThat(begun).containsExactlyInAnyOrder("1", "5");
      gate("gate").countDown();
      assertThat(ids(client.next(4))).containsExactly(1, 2, 3, 4);
      assertThat(begun).containsExactly("1", "5", "2", "3", "4");
    }
  }

  @Test
  void looks_waitForNoLook_butForTheChangesBeforeThem() throws Exception {
    try (var client = client(PATIENT)) {
      client.send(look(1, "A", "gate"), look(2, "A"), change(3, "A", "change"), look(4, "A"));

      assertThat(client.next().get("id").asInt()).isEqualTo(2);
      awaitBegun("1");
      assertThat(begun).containsExactlyInAnyOrder("1", "2");
      gate("gate").countDown();
      assertThat(client.next().get("id").asInt()).isEqualTo(1);
      awaitBegun("3");
      assertThat(begun).doesNotContain("4");
      gate("change").countDown();
      assertThat(ids(client.next(2))).containsExactly(3, 4);
    }
  }

  @Test
  void requestCancelledWhileItWaits_doesNotRun_andThoseBehindItKeepTheirPlace() throws Exception {
    try (var client = client(PATIENT)) {
      client.send(change(1, "A", "gate"), change(2, "A"), change(3, "A"));
      awaitBegun("1");

      client.send(cancelled(2), ping(9));

      assertThat(client.next().get("id").asInt()).isEqualTo(9);
      assertThat(begun).containsExactly("1");
      gate("gate").countDown();
      assertThat(ids(client.next(2))).containsExactly(1, 3);
      assertThat(begun).containsExactly("1", "3");
    }
  }

  @Test
  void requestCancelledWhileItRuns_letsTheNextOneBegin() throws Exception {
    try (var client = client(PATIENT)) {
      client.send(change(1, "A", "gate"), change(2, "A"));
      awaitBegun("1");

      client.send(cancelled(1));

      assertThat(client.next().get("id").asInt()).isEqualTo(2);
      assertThat(client.finish()).isEmpty();
    }
  }

  @Test
  void requestWhoseTurnDoesNotComeInTime_isRefused_andNeverRuns() throws Exception {
    try (var client = client(Duration.ofMillis(50))) {
      client.send(change(1, "A", "gate"), change(2, "A"));

      assertThat(client.next().toString())
          .isEqualTo(
              "{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32603,\"message\":\"The server is still busy with earlier requests. It has not begun this one. Try again later. They are about \\\"A\\\"\"}}");
      gate("gate").countDown();
      assertThat(client.next().get("id").asInt()).isEqualTo(1);
      assertThat(client.finish()).isEmpty();
      assertThat(begun).containsExactly("1");
    }
  }

  @Test
  void requestWhoseTurnDoesNotComeSoon_isRefused_andNeverRuns_ifTheWaitIsVain() throws Exception {
    vain.set(true);
    try (var client = client(Duration.ofSeconds(5))) {
      // given requests that wait for one that does not end
      client.send(change(1, "A", "gate"), change(2, "A"), look(3, "A"));

      // when their turn does not come soon, then they are refused
      assertThat(client.next(2))
          .allMatch(
              answer ->
                  answer.at("/error/message").asText().contains("has not begun this one")
                      && List.of(2, 3).contains(answer.get("id").asInt()));

      // and the next one is served in its turn
      client.send(change(4, "A"));
      gate("gate").countDown();
      assertThat(ids(client.next(2))).containsExactly(1, 4);
      assertThat(begun).containsExactly("1", "4");
    }
  }

  @Test
  void twoHundredRequestsAboutOneSubject_areAllServed_andHoldUpNoOther() throws Exception {
    try (var client = client(PATIENT)) {
      // given as many requests about one subject as may be open, and one more
      client.send(change(1, "A", "gate"));
      for (int id = 2; id <= RequestOrder.MAX_OPEN + 1; id++) {
        client.send(change(id, "A"));
      }
      JsonNode refused = client.next();

      // when something about another subject comes
      client.send(change("other", "B"));

      // then only that one is refused, the other is served, and so are those that waited
      assertThat(refused.get("id").asInt()).isEqualTo(RequestOrder.MAX_OPEN + 1);
      assertThat(refused.at("/error/message").asText()).contains("has not begun this one");
      assertThat(client.next().get("id").asText()).isEqualTo("other");
      gate("gate").countDown();
      assertThat(ids(client.next(RequestOrder.MAX_OPEN)))
          .isEqualTo(IntStream.rangeClosed(1, RequestOrder.MAX_OPEN).boxed().toList());
    }
  }

  @Test
  void requestsThatEndAtOnce_doNotNest() throws Exception {
    try (var client = client(PATIENT)) {
      client.send(change(1, "A", "gate"));
      for (int id = 2; id <= RequestOrder.MAX_OPEN; id++) {
        client.send(call(id, "no such tool", "{\"about\":\"A\"}"));
      }
      gate("gate").countDown();

      assertThat(client.next(RequestOrder.MAX_OPEN).subList(1, RequestOrder.MAX_OPEN))
          .allMatch(answer -> answer.at("/error/code").asInt() == -32602);
    }
  }

  @Test
  void subjectWithoutOpenRequests_isForgotten() throws Exception {
    var order = order(PATIENT);
    try (var client = TestClient.initialized(order, look(), change())) {
      for (int id = 1; id <= 50; id++) {
        client.send(change(id, "A" + id), look(-id, "A" + id));
      }
      client.next(100);

      Eventually.see("no subject is left", order::size, size -> size == 0);
    }
  }

  private TestClient client(Duration maxWait) throws IOException, InterruptedException {
    return TestClient.initialized(order(maxWait), look(), change());
  }

  private RequestOrder order(Duration maxWait) {
    return new RequestOrder(RequestOrderTest::subject, vain::get, maxWait);
  }

  private static Optional<Subject> subject(JSONRPCRequest request) {
    Map<?, ?> params = (Map<?, ?>) request.params();
    return params.get("arguments") instanceof Map<?, ?> arguments
        ? Optional.of(
            new Subject(arguments.get("about").toString(), !params.get("name").equals("look")))
        : Optional.empty();
  }

  private SyncToolSpecification look() {
    return tool("look", (exchange, request) -> serve(request));
  }

  private SyncToolSpecification change() {
    return tool("change", (exchange, request) -> serve(request));
  }

  private CallToolResult serve(CallToolRequest request) {
    begun.add(request.arguments().get("id").toString());
    Object gate = request.arguments().get("gate");
    try {
      return text(gate == null || gate(gate).await(60, TimeUnit.SECONDS) ? "done" : "gave up");
    } catch (InterruptedException e) {
      return text("interrupted");
    }
  }

  private CountDownLatch gate(Object name) {
    return gates.computeIfAbsent(name.toString(), any -> new CountDownLatch(1));
  }

  private void awaitBegun(String id) throws Exception {
    Eventually.see("call " + id + " has begun", () -> begun, calls -> calls.contains(id));
  }

  private static String change(Object id, String about) {
    return call(id, "change", "{\"id\":\"%s\",\"about\":\"%s\"}".formatted(id, about));
  }

  private static String change(Object id, String about, String gate) {
    return gated(id, "change", about, gate);
  }

  private static String look(Object id, String about) {
    return call(id, "look", "{\"id\":\"%s\",\"about\":\"%s\"}".formatted(id, about));
  }

  private static String look(Object id, String about, String gate) {
    return gated(id, "look", about, gate);
  }

  private static String gated(Object id, String tool, String about, String gate) {
    return call(
        id, tool, "{\"id\":\"%s\",\"about\":\"%s\",\"gate\":\"%s\"}".formatted(id, about, gate));
  }

  private static List<Integer> ids(List<JsonNode> answers) {
    return answers.stream().map(answer -> answer.get("id").asInt()).toList();
  }
}
