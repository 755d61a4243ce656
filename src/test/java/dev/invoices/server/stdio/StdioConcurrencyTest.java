package dev.invoices.server.stdio;

import static dev.invoices.server.stdio.TestClient.call;
import static dev.invoices.server.stdio.TestClient.cancelled;
import static dev.invoices.server.stdio.TestClient.ping;
import static dev.invoices.server.stdio.TestClient.request;
import static dev.invoices.server.stdio.TestClient.text;
import static dev.invoices.server.stdio.TestClient.tool;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many requests at a time, requests taken back, and the end of input. */
@Timeout(60)
class StdioConcurrencyTest {

  /** A tool whose calls all wait until the test lets them go. */
  private static final class Gate {

    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch opened = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);

    SyncToolSpecification tool() {
      return TestClient.tool("gate", (exchange, request) -> pass());
    }

    private CallToolResult pass() {
      entered.countDown();
      try {
        return text(opened.await(60, TimeUnit.SECONDS) ? "passed" : "gave up");
      } catch (InterruptedException e) {
        interrupted.countDown();
        return text("interrupted");
      }
    }

    void awaitEntered() throws InterruptedException {
      assertThat(entered.await(20, TimeUnit.SECONDS)).as("a call has entered the gate").isTrue();
    }
  }

  @Test
  void thousandCallsSixtyFourAtATime_areEachAnsweredOnce() throws Exception {
    SyncToolSpecification echo =
        tool("echo", (exchange, request) -> text(request.arguments().get("text").toString()));
    try (var client = TestClient.initialized(echo)) {
      // given 64 calls in flight
      for (int id = 0; id < 64; id++) {
        client.send(call(id, "echo", "{\"text\":%d}".formatted(id)));
      }

      // when each answer is followed by the next call
      var answers = new TreeMap<Integer, String>();
      for (int id = 64; answers.size() < 1_000; id++) {
        JsonNode answer = client.next();
        answers.put(answer.get("id").asInt(), answer.at("/result/content/0/text").asText());
        if (id < 1_000) {
          client.send(call(id, "echo", "{\"text\":%d}".formatted(id)));
        }
      }

      // then each call has its own answer, and there is no other
      assertThat(answers).allSatisfy((id, text) -> assertThat(text).isEqualTo(id.toString()));
      assertThat(client.finish()).isEmpty();
    }
  }

  @Test
  void slowCalls_doNotHoldUpOtherRequests() throws Exception {
    var gate = new Gate();
    try (var client = TestClient.initialized(gate.tool())) {
      // given more slow calls than there are threads for handlers
      for (int id = 1; id <= 200; id++) {
        client.send(call(id, "gate"));
      }

      // when the client asks for something else
      client.send(ping("ping"), request("list", "tools/list", "{}"));

      // then that is answered first, and the slow calls when they are done
      assertThat(client.next(2))
          .extracting(answer -> answer.get("id").asText())
          .containsExactly("ping", "list");
      gate.opened.countDown();
      assertThat(client.next(200))
          .allMatch(answer -> answer.has("result"))
          .extracting(answer -> answer.get("id").asInt())
          .containsExactlyInAnyOrderElementsOf(numbers(1, 200));
    }
  }

  @Test
  void moreRequestsThanTheLimit_areServedInTurn() throws Exception {
    SyncToolSpecification echo = tool("echo", (exchange, request) -> text("echo"));
    try (var client = TestClient.initialized(echo)) {
      client.send(numbers(1, 2_000).stream().map(id -> call(id, "echo")).toArray(String[]::new));

      assertThat(client.finish())
          .allMatch(answer -> answer.has("result"))
          .extracting(answer -> answer.get("id").asInt())
          .containsExactlyInAnyOrderElementsOf(numbers(1, 2_000));
    }
  }

  @Test
  void idInFlight_cannotBeUsedAgain_untilItIsAnswered() throws Exception {
    var gate = new Gate();
    try (var client = TestClient.initialized(gate.tool())) {
      // given a call in flight
      client.send(call(1, "gate"));

      // when its id is used again
      client.send(call(1, "gate"), ping(1));

      // then that is refused, and the call goes on
      assertThat(client.next(2))
          .allMatch(answer -> answer.at("/error/code").asInt() == -32600)
          .allMatch(answer -> answer.get("id").asInt() == 1);
      gate.opened.countDown();
      assertThat(client.next().at("/result/content/0/text").asText()).isEqualTo("passed");
      client.send(call(1, "gate"));
      assertThat(client.next().at("/result/content/0/text").asText()).isEqualTo("passed");
    }
  }

  @Test
  void cancelledRequest_isInterrupted_andGetsNoAnswer() throws Exception {
    var gate = new Gate();
    try (var client = TestClient.initialized(gate.tool())) {
      client.send(call(1, "gate"));
      gate.awaitEntered();

      client.send(cancelled(1));

      assertThat(gate.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(client.finish()).isEmpty();
    }
  }

  @Test
  void cancelledRequest_makesRoomForItsId() throws Exception {
    var gate = new Gate();
    try (var client = TestClient.initialized(gate.tool())) {
      client.send(call(1, "gate"), cancelled(1), ping(1));

      assertThat(client.next().get("result")).isEmpty();
    }
  }

  @Test
  void cancellingAnythingElse_isIgnored() throws Exception {
    var gate = new Gate();
    try (var client = TestClient.initialized(gate.tool())) {
      // given a call whose id is a number, and one whose id is a string
      client.send(call(7, "gate"), call("8", "gate"));

      // when the ids cancelled have the other type, are unknown, answered or no ids
      client.send(
          cancelled("7"),
          cancelled(8),
          cancelled(99),
          cancelled("init"),
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{}}",
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":[7]}",
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}",
          ping(1));

      // then nothing is said about it, and both calls are answered
      assertThat(client.next().get("id").asInt()).isEqualTo(1);
      gate.opened.countDown();
      assertThat(client.finish())
          .extracting(answer -> answer.get("id").toString())
          .containsExactlyInAnyOrder("7", "\"8\"");
    }
  }

  @Test
  void endOfInput_waitsForTheRequestsInFlight() throws Exception {
    var gate = new Gate();
    try (var client = TestClient.initialized(gate.tool())) {
      // given calls in flight when the client closes its side
      client.send(call(1, "gate"), call(2, "gate"));
      client.endInput();
      gate.awaitEntered();
      assertThat(client.stopsServingWithin(Duration.ofMillis(100))).isFalse();

      // when they are done
      gate.opened.countDown();

      // then both are answered
      assertThat(client.finish())
          .allMatch(answer -> answer.has("result"))
          .extracting(answer -> answer.get("id").asInt())
          .containsExactlyInAnyOrder(1, 2);
      assertThat(client.stopsServingWithin(Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void endOfInput_doesNotWaitForEachOfManyRequests() throws Exception {
    var gate = new Gate();
    int more = 50;
    try (var client = TestClient.initialized(Duration.ofMillis(300), gate.tool())) {
      client.send(
          IntStream.rangeClosed(1, RequestsInFlight.LIMIT + more)
              .mapToObj(id -> call(id, "gate"))
              .toArray(String[]::new));
      gate.awaitEntered();

      client.endInput();

      assertThat(client.stopsServingWithin(Duration.ofSeconds(5))).isTrue();
      assertThat(client.finish())
          .hasSizeGreaterThanOrEqualTo(RequestsInFlight.LIMIT)
          .allMatch(answer -> answer.has("error"));
    } finally {
      gate.opened.countDown();
    }
  }

  @Test
  void endOfInput_doesNotWaitForEver() throws Exception {
    var gate = new Gate();
    try (var client = TestClient.initialized(Duration.ofMillis(50), gate.tool())) {
      client.send(call(1, "gate"));

      assertThat(client.finish())
          .singleElement()
          .hasToString(
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,\"message\":"
                  + "\"The server stopped before it finished this request.\"}}");
      assertThat(gate.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void clientThatNoLongerReads_endsServing() throws Exception {
    try (var client = TestClient.initialized()) {
      client.stopReading();
      client.send(ping(1));

      assertThat(client.stopsServingWithin(Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  @Timeout(10)
  void closing_endsServing_andDoesNotWaitForAStuckCall() throws Exception {
    var gate = new Gate();
    try (var client = TestClient.initialized(gate.tool())) {
      // given a call that does not end
      client.send(call(1, "gate"));
      gate.awaitEntered();

      // when the server is closed and the client goes on
      client.server.closeGracefully();
      client.send(ping(2), ping(3));

      // then no more is served, though the call is still answered when it ends after all
      gate.opened.countDown();
      assertThat(client.finish())
          .singleElement()
          .satisfies(answer -> assertThat(answer.get("id").asInt()).isEqualTo(1));
    }
  }

  private static List<Integer> numbers(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().toList();
  }
}
