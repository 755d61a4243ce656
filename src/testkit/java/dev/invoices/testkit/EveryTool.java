package dev.invoices.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One call of each of the four tools, all at once, each about an invoice of its own. */
public final class EveryTool {

  public static final String PROCESS = "process_invoice";
  public static final String APPROVE = "approve_invoice";
  public static final String REJECT = "reject_invoice";
  public static final String STATUS = "get_invoice_status";

  private static final List<String> TOOLS = List.of(PROCESS, APPROVE, REJECT, STATUS);
  private static final List<String> LOOKERS = List.of(APPROVE, REJECT, STATUS);
  private static final int LIMIT_SECONDS = 30;

  private EveryTool() {}

  /** The id of the invoice that a tool is asked about. */
  public static String id(String prefix, String tool) {
    return prefix + "-" + tool;
  }

  /** A small invoice. */
  public static String invoice(String id) {
    return "{\"id\": \"%s\", \"vendor\": \"Acme\", \"lines\": [{\"item\": \"Desk\", \"amount\": 10}]}"
        .formatted(id);
  }

  /** Submits what all tools but the submitting one will be asked about; returns its ids. */
  public static List<String> prepare(McpTools tools, String prefix) throws IOException {
    for (String tool : LOOKERS) {
      ToolReply reply = tools.submit(invoice(id(prefix, tool)));
      if (!reply.code().equals("STARTED")) {
        throw new AssertionError(reply.text());
      }
    }
    return LOOKERS.stream().map(tool -> id(prefix, tool)).toList();
  }

  /** Calls all four. */
  public static Map<String, ToolReply> call(McpTools tools, String prefix) throws Exception {
    Map<String, CompletableFuture<ToolReply>> calls = new LinkedHashMap<>();
    for (String tool : TOOLS) {
      calls.put(tool, CompletableFuture.supplyAsync(() -> call(tools, tool, id(prefix, tool))));
    }
    Map<String, ToolReply> replies = new LinkedHashMap<>();
    for (String tool : TOOLS) {
      replies.put(tool, calls.get(tool).get(LIMIT_SECONDS, TimeUnit.SECONDS));
    }
    return replies;
  }

  /** What each call came to. */
  public static Map<String, String> codes(Map<String, ToolReply> replies) {
    Map<String, String> codes = new TreeMap<>();
    replies.forEach((tool, reply) -> codes.put(tool, reply.code()));
    return codes;
  }

  /** The same code for each of the four tools. */
  public static Map<String, String> all(String code) {
    Map<String, String> codes = new TreeMap<>();
    TOOLS.forEach(tool -> codes.put(tool, code));
    return codes;
  }

  private static ToolReply call(McpTools tools, String tool, String id) {
    try {
      return tool.equals(PROCESS)
          ? tools.submit(invoice(id))
          : tools.call(tool, Map.of("invoice_id", id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
