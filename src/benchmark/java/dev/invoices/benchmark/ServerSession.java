package dev.invoices.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.json.ExactJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server as a child process and the thinnest client of it: what is timed is the server, not a
 * client's library or the testkit's records of all that was sent.
 */
final class ServerSession implements AutoCloseable {

  private static final int LIMIT_SECONDS = 60;

  private final Process process;
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();

  private ServerSession(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "answers of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a server; {@link #initialize} comes next. */
  static ServerSession start(ProcessBuilder command) throws IOException {
    return new ServerSession(command.redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  /** Begins the conversation and returns when the server has answered. */
  void initialize() throws Exception {
    ObjectNode params = ExactJson.mapper().createObjectNode().put("protocolVersion", "2025-11-25");
    params.putObject("capabilities");
    params.putObject("clientInfo").put("name", "benchmark").put("version", "1");
    await(request("initialize", params));
    write(message("notifications/initialized"));
  }

  /** Sends the call of a tool; the future has the structured content of its answer. */
  CompletableFuture<JsonNode> send(String tool, JsonNode arguments) throws IOException {
    ObjectNode params = ExactJson.mapper().createObjectNode().put("name", tool);
    params.set("arguments", arguments);
    return request("tools/call", params)
        .thenApply(
            result -> {
              if (result.path("isError").asBoolean()) {
                throw new IllegalStateException(tool + " answered " + result);
              }
              return result.path("structuredContent");
            });
  }

  /** Calls a tool; an answer that is an error is a failure of the measurement. */
  JsonNode call(String tool, JsonNode arguments) throws Exception {
    return await(send(tool, arguments));
  }

  /** Approves, rejects or looks at an invoice. */
  JsonNode call(String tool, String invoiceId) throws Exception {
    return await(send(tool, invoiceId));
  }

  /** Sends an approval, a rejection or a question about an invoice. */
  CompletableFuture<JsonNode> send(String tool, String invoiceId) throws IOException {
    return send(tool, ExactJson.mapper().createObjectNode().put("invoice_id", invoiceId));
  }

  /** Submits an invoice. */
  JsonNode submit(JsonNode invoice) throws Exception {
    ObjectNode arguments = ExactJson.mapper().createObjectNode();
    arguments.set("invoice_data", invoice);
    return call("process_invoice", arguments);
  }

  long pid() {
    return process.pid();
  }

  /** Ends the server. */
  @Override
  public void close() {
    process.toHandle().destroyForcibly();
    process.onExit().join();
  }

  private static JsonNode await(CompletableFuture<JsonNode> answer) throws Exception {
    try {
      return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("no answer within %d s".formatted(LIMIT_SECONDS), e);
    }
  }

  private CompletableFuture<JsonNode> request(String method, JsonNode params) throws IOException {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    ObjectNode request = message(method).put("id", id);
    request.set("params", params);
    write(request);
    return answer;
  }

  private static ObjectNode message(String method) {
    return ExactJson.mapper().createObjectNode().put("jsonrpc", "2.0").put("method", method);
  }

  private void write(JsonNode message) throws IOException {
    byte[] line = (ExactJson.mapper().writeValueAsString(message) + "\n").getBytes(UTF_8);
    synchronized (process) {
      process.getOutputStream().write(line);
      process.getOutputStream().flush();
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode message = ExactJson.mapper().readTree(line);
        CompletableFuture<JsonNode> answer = asked.remove(message.path("id").asInt());
        if (answer != null && message.has("result")) {
          answer.complete(message.get("result"));
        } else if (answer != null) {
          answer.completeExceptionally(new IllegalStateException(message.toString()));
        }
      }
    } catch (IOException e) {
      // The pipe of a killed process breaks: that is its end too.
    }
    IOException ended = new IOException("the server has ended");
    asked.values().forEach(answer -> answer.completeExceptionally(ended));
  }
}
