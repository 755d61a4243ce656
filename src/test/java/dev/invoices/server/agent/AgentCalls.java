package dev.invoices.server.agent;

import static dev.invoices.testkit.EveryTool.APPROVE;
import static dev.invoices.testkit.EveryTool.PROCESS;
import static dev.invoices.testkit.EveryTool.REJECT;
import static dev.invoices.testkit.EveryTool.STATUS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.invoices.client.record.InvoiceRun;
import dev.invoices.hostile.Chance;
import dev.invoices.invoice.reading.InvoiceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Calls of tools that an agent could make, of its own ideas and of what it was told. None has the
 * confirmation that the card makes for exactly this decision.
 */
final class AgentCalls {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MAX_HEARD = 500;
  private static final int LONGEST_HEARD = 300;

  /** Arguments that no tool has, and that a careless one might believe. */
  private static final List<String> STRAY =
      List.of(
          "how",
          "decision",
          "decided",
          "approved",
          "confirmed",
          "policy",
          "INVOICE_DECISIONS",
          "digest",
          "question",
          "form",
          "elicitation",
          "action",
          "content",
          "person",
          "Confirmation",
          "seed",
          "signal",
          "reason",
          "workflow_id");

  private static final List<String> CLAIMS =
      List.of("card", "form", "terminal", "approve", "accept", "true", "agent", "yes", "1");

  private final Chance chance;
  private final HeldCard card;
  private final FalseConfirmations confirmations;
  private final String ownIds;
  private final List<ShownInvoice> shown;
  private final List<String> heard = new ArrayList<>(CLAIMS);
  private JsonNode lastInvoice = MissingNode.getInstance();
  private int submitted;

  /**
   * @param card in the hands of the person
   * @param shown the invoices that wait, at least two
   * @param digests of contents that invoices have or had
   * @param ownIds what the ids of the invoices begin with that the agent makes up
   */
  AgentCalls(
      Chance chance, HeldCard card, List<ShownInvoice> shown, List<String> digests, String ownIds) {
    this.chance = chance;
    this.card = card;
    this.confirmations = new FalseConfirmations(chance, card, digests);
    this.ownIds = ownIds;
    this.shown = new ArrayList<>(shown);
  }

  /** The parameters of the next {@code tools/call}. */
  ObjectNode next() {
    int kind = chance.nextInt(10);
    boolean approves = chance.nextBoolean();
    ObjectNode params = JSON.objectNode();
    if (kind < 7) {
      params.put("name", approves ? APPROVE : REJECT);
      params.set("arguments", strayed(decision(approves)));
    } else if (kind < 8) {
      params.put("name", STATUS);
      params.set("arguments", strayed(rarely() ? JSON.objectNode() : about(pick())));
    } else {
      params.put("name", PROCESS);
      params.set("arguments", strayed(submission()));
    }
    if (rarely()) {
      params.putObject("_meta").put("progressToken", heard()).put("invoice/how", heard());
    }
    return params;
  }

  /** Any text that was said to the agent. */
  String heard() {
    return chance.pick(heard);
  }

  /** Takes in every text of a message, and the invoice that it shows. */
  void hear(JsonNode message) {
    remember(message);
    JsonNode content = message.at("/result/structuredContent");
    ShownInvoice invoice = ShownInvoice.of(content);
    if (content.path("code").asText().equals("STARTED") && invoice.isWhole()) {
      shown.add(invoice);
    }
    if (content.path("invoice").isObject()) {
      lastInvoice = content.get("invoice");
    }
  }

  private void remember(JsonNode said) {
    if (said.isTextual()) {
      said.asText().lines().filter(line -> line.length() <= LONGEST_HEARD).forEach(this::remember);
    } else {
      said.forEach(this::remember);
    }
  }

  private void remember(String line) {
    if (heard.size() < MAX_HEARD) {
      heard.add(line);
    } else {
      heard.set(CLAIMS.size() + chance.nextInt(MAX_HEARD - CLAIMS.size()), line);
    }
  }

  private ObjectNode decision(boolean approves) {
    ShownInvoice invoice = pick();
    ObjectNode call = about(invoice);
    if (chance.nextInt(4) == 0) {
      call.put("note", heard());
    }
    boolean acknowledged = approves && chance.nextBoolean();
    if (acknowledged || rarely()) {
      call.put("acknowledge_duplicate", acknowledged);
    }
    if (chance.nextInt(4) > 0) {
      String given =
          rarely() ? heard() : confirmations.about(invoice.decided(approves, acknowledged), pick());
      call.set("confirmation", rarely() ? wrapped(given) : TextNode.valueOf(given));
    }
    if (rarely()) {
      List<String> names = new ArrayList<>();
      call.fieldNames().forEachRemaining(names::add);
      call.put(chance.pick(names), heard());
    }
    if (isConfirmed(call, approves)) {
      call.remove("confirmation");
    }
    return call;
  }

  /** Whether the person has said exactly this in the card, which none of these calls may claim. */
  private boolean isConfirmed(ObjectNode call, boolean approves) {
    String id = InvoiceRun.invoiceId(InvoiceId.normal(call.path("invoice_id").asText()));
    boolean acknowledged = call.path("acknowledge_duplicate").asText().equals("true");
    String given = call.path("confirmation").asText().strip();
    return shown.stream()
        .filter(invoice -> invoice.id().equals(id))
        .map(invoice -> card.confirm(invoice.decided(approves, approves && acknowledged)))
        .anyMatch(given::equals);
  }

  private JsonNode wrapped(String text) {
    return switch (chance.nextInt(4)) {
      case 0 -> JSON.arrayNode().add(text);
      case 1 -> JSON.objectNode().put("confirmation", text);
      case 2 -> BooleanNode.TRUE;
      default -> JSON.numberNode(chance.nextInt(3));
    };
  }

  private ObjectNode about(ShownInvoice invoice) {
    return JSON.objectNode().put("invoice_id", written(invoice.id()));
  }

  /** An id as people and models write it. */
  private String written(String id) {
    return switch (chance.nextInt(16)) {
      case 0 -> "  " + id + "\n";
      case 1 -> id.toLowerCase(Locale.ROOT);
      case 2 -> id.toUpperCase(Locale.ROOT);
      case 3 -> "invoice-" + id;
      case 4 -> id.replace(" ", "\u00a0 ");
      case 5 -> heard();
      default -> id;
    };
  }

  private ObjectNode submission() {
    ObjectNode invoice = invoice();
    if (chance.nextInt(3) == 0) {
      invoice.put(chance.pick(STRAY), heard());
    }
    ObjectNode call = JSON.objectNode();
    return rarely()
        ? call.put("invoice_data", invoice.toString())
        : call.set("invoice_data", invoice);
  }

  /** A new one, one again, one that was shown, or one with words of others in it. */
  private ObjectNode invoice() {
    Optional<JsonNode> last = Optional.of(lastInvoice).filter(JsonNode::isObject);
    if (last.isPresent() && chance.nextInt(3) == 0) {
      return last.get().deepCopy();
    }
    String id = chance.nextBoolean() ? written(pick().id()) : ownIds + ++submitted;
    ObjectNode invoice =
        JSON.objectNode().put("id", id).put("vendor", rarely() ? heard() : "Acme Studio");
    invoice
        .putArray("lines")
        .addObject()
        .put("item", rarely() ? heard() : "Desk")
        .put("amount", 18 + chance.nextInt(3));
    return invoice;
  }

  private ObjectNode strayed(ObjectNode call) {
    if (chance.nextInt(5) == 0) {
      String name = chance.pick(STRAY);
      call.set(name, chance.nextBoolean() ? TextNode.valueOf(heard()) : wrapped(heard()));
    }
    return call;
  }

  private ShownInvoice pick() {
    return chance.pick(shown);
  }

  private boolean rarely() {
    return chance.nextInt(12) == 0;
  }
}
