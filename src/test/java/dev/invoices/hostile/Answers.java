package dev.invoices.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.testkit.RawServer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends calls to a server, several at a time, and finds out which answer belongs to which. */
public final class Answers {

  /** Few enough for Temporal to answer each in time on a busy machine. */
  private static final int IN_FLIGHT = 4;

  private final RawServer server;
  private final Map<Integer, Integer> byId = new HashMap<>();

  /** Errors that can name no request come in the order of what they answer. */
  private final Deque<Integer> nameless = new ArrayDeque<>();

  private final List<JsonNode> answers = new ArrayList<>();
  private int nextId = 1_000;

  private Answers(RawServer server) {
    this.server = server;
  }

  /** The answer of each case, in their order; fails when one is missing or one too many comes. */
  public static List<JsonNode> of(List<HostileCase> cases, RawServer server) throws Exception {
    Answers answers = new Answers(server);
    for (int i = 0; i < cases.size(); i++) {
      answers.ask(i, cases.get(i));
    }
    while (answers.waiting() > 0) {
      answers.read();
    }
    return answers.answers;
  }

  private void ask(int index, HostileCase hostile) throws Exception {
    while (waiting() >= IN_FLIGHT) {
      read();
    }
    answers.add(null);
    int id = nextId++;
    if (hostile.error().idKnown()) {
      byId.put(id, index);
    } else {
      nameless.add(index);
    }
    server.send(RawServer.callTool(id, hostile.tool(), hostile.arguments()));
  }

  private int waiting() {
    return byId.size() + nameless.size();
  }

  private void read() throws Exception {
    JsonNode answer = server.next();
    Integer index =
        answer.path("id").isInt() ? byId.remove(answer.get("id").asInt()) : nameless.poll();
    if (index == null) {
      throw new AssertionError("nobody asked for " + answer);
    }
    answers.set(index, answer);
  }
}
