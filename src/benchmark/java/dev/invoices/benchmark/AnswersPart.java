package dev.invoices.benchmark;

import static dev.invoices.benchmark.Goal.atMost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;

/** How long a person waits for each tool, beside the same work in bare calls of the SDK. */
final class AnswersPart implements Part {

  private static final int WARM_UP = 60;
  private static final int ROUNDS = 100;
  private static final Goal EACH_TOOL = atMost(1.5);

  /** So that no payment takes the machine's time while answers are timed. */
  private static final Map<String, String> NO_PAYMENTS_YET =
      Map.of("INVOICE_PAYMENT_PACE", "PT12H");

  /** The tools, and the bare calls that do the same. */
  private enum Tool {
    PROCESS("process_invoice", "one start"),
    STATUS("get_invoice_status", "describe, query"),
    APPROVE("approve_invoice", "look, signal, look"),
    REJECT("reject_invoice", "look, signal, look");

    private final String toolName;
    private final String floor;

    Tool(String toolName, String floor) {
      this.toolName = toolName;
      this.floor = floor;
    }
  }

  private final Map<Tool, Timings> tools = new EnumMap<>(Tool.class);
  private final Map<Tool, Timings> floors = new EnumMap<>(Tool.class);
  private final Timings submitAndLook = new Timings();

  @Override
  public void measure(Site site, Report report) throws Exception {
    report.progress("%d calls of each tool, each beside its bare calls".formatted(ROUNDS));
    site.startWorker(NO_PAYMENTS_YET);
    ServerSession server = site.startServer();
    for (int round = 0; round < WARM_UP + ROUNDS; round++) {
      if (round == 0 || round == WARM_UP) {
        forget();
      }
      measureConversation(site, server, Tool.APPROVE);
      measureConversation(site, server, Tool.REJECT);
    }
    for (Tool tool : Tool.values()) {
      report.add(
          "%s, p50, beside %s".formatted(tool.toolName, tool.floor),
          tools.get(tool).median(),
          floors.get(tool).median(),
          Unit.MILLISECONDS,
          EACH_TOOL);
    }
    report.add(
        "process_invoice, p50, beside start, look",
        tools.get(Tool.PROCESS).median(),
        submitAndLook.median(),
        Unit.MILLISECONDS,
        EACH_TOOL);
  }

  private void forget() {
    for (Tool tool : Tool.values()) {
      tools.put(tool, new Timings());
      floors.put(tool, new Timings());
    }
  }

  /** One invoice through the tools and one through the bare calls, taking turns. */
  private void measureConversation(Site site, ServerSession server, Tool decision)
      throws Exception {
    BareClient bare = site.bare();
    ObjectNode ours = site.newInvoice(1);
    ObjectNode theirs = site.newInvoice(1);
    String our = ours.get("id").asText();
    String their = theirs.get("id").asText();
    tools.get(Tool.PROCESS).time(() -> server.submit(ours));
    site.awaitAsked(our);
    long start = System.nanoTime();
    floors.get(Tool.PROCESS).time(() -> bare.submit(theirs));
    bare.look(their);
    submitAndLook.addSince(start);
    tools.get(Tool.STATUS).time(() -> server.call(Tool.STATUS.toolName, our));
    floors.get(Tool.STATUS).time(() -> bare.look(their));
    tools.get(decision).time(() -> server.call(decision.toolName, our));
    floors.get(decision).time(() -> bare.decide(their, decision == Tool.APPROVE));
  }
}
