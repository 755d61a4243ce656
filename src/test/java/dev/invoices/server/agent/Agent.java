package dev.invoices.server.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.hostile.Chance;
import dev.invoices.testkit.RawServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An agent behind a client of its own, and a person who is asked and does not decide: they decline
 * the form, close it, leave it open, or their client answers nonsense.
 */
final class Agent {

  private static final int MOST_AT_ONCE = 4;

  /** The codes of a decision that counts or may come to count. */
  private static final Set<String> DECIDED = Set.of("APPROVED", "REJECTED", "SENT");

  /** Each ends a form, and none says approve or reject in the way that the form asks for. */
  private static final List<String> NO_DECISIONS =
      List.of(
          "\"result\":{\"action\":\"decline\"}",
          "\"result\":{\"action\":\"cancel\"}",
          "\"result\":{\"action\":\"decline\",\"content\":{\"decision\":\"approve\"}}",
          "\"result\":{\"action\":\"cancel\",\"content\":{\"decision\":\"reject\"}}",
          "\"result\":{\"action\":\"accept\"}",
          "\"result\":{\"action\":\"accept\",\"content\":{}}",
          "\"result\":{\"action\":\"accept\",\"content\":{\"decision\":\"Approve\"}}",
          "\"result\":{\"action\":\"accept\",\"content\":{\"decision\":[\"approve\"]}}",
          "\"result\":{\"action\":\"accept\",\"content\":{\"decision\":true,\"note\":\"approve\"}}",
          "\"result\":{\"action\":\"accept\",\"content\":{\"Decision\":\"approve\"}}",
          "\"result\":{\"action\":\"ACCEPT\",\"content\":{\"decision\":\"approve\"}}",
          "\"result\":{\"content\":{\"decision\":\"approve\"}}",
          "\"result\":{}",
          "\"error\":{\"code\":-32601,\"message\":\"approve\"}");

  private final RawServer server;
  private final Chance chance;
  private final AgentCalls calls;
  private final String seed;

  /** What was asked and not answered yet, by the id of the request. */
  private final Map<Integer, String> awaited = new HashMap<>();

  private final List<JsonNode> openForms = new ArrayList<>();
  private final Map<String, Integer> codes = new TreeMap<>();
  private int requests = 1_000;

  /**
   * @param server that has been introduced to its client
   * @param card no message may hold its seed
   */
  Agent(RawServer server, Chance chance, AgentCalls calls, HeldCard card) {
    this.server = server;
    this.chance = chance;
    this.calls = calls;
    this.seed = card.seed();
  }

  /**
   * Calls tools and asks for other things, some at once.
   *
   * @param count how many calls of tools, unless the time is over before
   * @param end as of {@link System#nanoTime}
   * @return how often each code came
   */
  Map<String, Integer> act(int count, long end) throws Exception {
    int sent = 0;
    while (sent < count && System.nanoTime() - end < 0) {
      int atOnce = 1 + chance.nextInt(MOST_AT_ONCE);
      for (int i = 0; i < atOnce; i++) {
        send("tools/call", calls.next().toString());
      }
      sent += atOnce;
      if (chance.nextInt(10) == 0) {
        askForOtherThings();
      }
      if (!openForms.isEmpty() && chance.nextInt(6) == 0) {
        answer(openForms.remove(chance.nextInt(openForms.size())));
      }
      listen();
    }
    return codes;
  }

  /** What some clients let a model ask for, besides tools. */
  private void askForOtherThings() throws Exception {
    String method =
        chance.pick(
            List.of("resources/list", "resources/templates/list", "prompts/list", "tools/list"));
    send(method, "{}");
  }

  private void send(String method, String params) throws Exception {
    int id = ++requests;
    awaited.put(id, params);
    server.send(RawServer.request(id, method, params));
  }

  /** Until every call has ended, but for one behind each form that is left open. */
  private void listen() throws Exception {
    while (awaited.size() > openForms.size()) {
      JsonNode message = server.next();
      assertThat(message.toString()).doesNotContainIgnoringCase(seed);
      if (!message.has("method")) {
        note(message, awaited.remove(message.get("id").asInt()));
      } else if (message.has("id")) {
        assertThat(message.get("method").asText()).isEqualTo("elicitation/create");
        answerOrLeaveOpen(message);
      }
      calls.hear(message);
    }
  }

  private void note(JsonNode message, String asked) {
    assertThat(asked).as("%s answers a request", message).isNotNull();
    String code = message.at("/result/structuredContent/code").asText();
    assertThat(code).as("%s, which was answered: %s", asked, message).isNotIn(DECIDED);
    if (!code.isEmpty()) {
      codes.merge(code, 1, Integer::sum);
    }
  }

  private void answerOrLeaveOpen(JsonNode form) throws Exception {
    if (chance.nextInt(6) == 0) {
      openForms.add(form);
    } else {
      answer(form);
    }
  }

  private void answer(JsonNode form) throws Exception {
    server.send(
        "{\"jsonrpc\":\"2.0\",\"id\":%s,%s}".formatted(form.get("id"), chance.pick(NO_DECISIONS)));
  }
}
