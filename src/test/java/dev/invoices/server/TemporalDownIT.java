package dev.invoices.server;

import static dev.invoices.testkit.GoldenResult.assertGolden;
import static dev.invoices.testkit.RawServer.callTool;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.testkit.ComparesResults;
import dev.invoices.testkit.FreePort;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.RawServer;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.ToolReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Temporal is out of reach: every tool says so in time, names the address, and works again as soon
 * as Temporal does.
 */
@Timeout(120)
@ComparesResults
@Tag("patient")
class TemporalDownIT {

  private static final String INVOICE =
      "{\"id\": \"INV-1\", \"lines\": [{\"item\": \"Desk\", \"amount\": 10}]}";

  @Test
  void refusedConnection_isReportedByEveryTool_withTheAddress() throws Exception {
    try (var tools = startWith(JarProcess.NOBODY)) {
      assertUnreachable(allToolsAtOnce(tools), JarProcess.NOBODY);
      assertThat(tools.log()).noneMatch(line -> line.startsWith("\tat "));
    }
  }

  @Test
  void portThatAcceptsAndNeverAnswers_isReportedByEveryTool_withTheAddress() throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + silent.getLocalPort();
      try (var tools = startWith(address)) {
        assertUnreachable(allToolsAtOnce(tools), address);
      }
    }
  }

  @Test
  void unknownHost_isReportedByEveryTool_withTheAddress() throws Exception {
    try (var tools = startWith("no-such-host.invalid:7233")) {
      assertUnreachable(allToolsAtOnce(tools), "no-such-host.invalid:7233");
    }
  }

  @Test
  void temporalThatGoesAndComesBack_isUsedAgainWithoutARestart() throws Exception {
    TemporalFixture first = TemporalFixture.inMemory();
    int port = first.port();
    try (var tools = startWith(first.address())) {
      // given a server that has worked
      assertThat(tools.submit(INVOICE).code()).isEqualTo("STARTED");

      // when Temporal is gone, then it says so
      first.close();
      assertUnreachable(allToolsAtOnce(tools), first.address());

      // and when it is back, with nothing in it, the very next call works
      try (var second = TemporalFixture.inMemory(port)) {
        assertThat(second.address()).isEqualTo(first.address());
        assertThat(tools.status("INV-1").code()).isEqualTo("NOT_FOUND");
        assertThat(tools.submit(INVOICE).code()).isEqualTo("STARTED");
      }
    }
  }

  @Test
  void temporalThatStartsAfterTheServer_isFound() throws Exception {
    int port = FreePort.find();
    try (var tools = startWith("127.0.0.1:" + port)) {
      // given a server that has looked for Temporal in vain, more than once
      assertUnreachable(List.of(tools.status("INV-1"), tools.status("INV-1")), "127.0.0.1:" + port);

      // when Temporal starts, then the next call reaches it
      try (var temporal = TemporalFixture.inMemory(port)) {
        assertThat(temporal.port()).isEqualTo(port);
        assertThat(tools.submit(INVOICE).code()).isEqualTo("STARTED");
      }
    }
  }

  @Test
  void callsAboutOneInvoice_areAllAnsweredInTime_andKeepTheirOrder() throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var server =
            RawServer.startInitialized(
                Map.of("TEMPORAL_ADDRESS", "127.0.0.1:" + silent.getLocalPort()))) {
      // given a server that knows that Temporal is away
      server.send(callTool(1, "get_invoice_status", "{}"));
      server.next();

      // when several calls are about one invoice
      long start = System.nanoTime();
      server.send(
          callTool(2, "reject_invoice", "{\"invoice_id\": \"INV-1\"}"),
          callTool(3, "approve_invoice", "{\"invoice_id\": \"INV-1\"}"),
          callTool(4, "approve_invoice", "{\"invoice_id\": \"INV-1\"}"));
      Map<Integer, JsonNode> answers = new HashMap<>();
      for (int i = 0; i < 3; i++) {
        JsonNode answer = server.next();
        answers.put(answer.get("id").asInt(), answer);
      }

      // then the first one fails, and those behind it fail in their turn or never begin
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
      assertThat(answers.get(2).toString()).contains("TEMPORAL_UNREACHABLE");
      assertThat(List.of(answers.get(3).toString(), answers.get(4).toString()))
          .allSatisfy(
              answer ->
                  assertThat(answer)
                      .containsAnyOf("TEMPORAL_UNREACHABLE", "has not begun this one"));
    }
  }

  private static McpTools startWith(String address) throws Exception {
    return McpTools.start(
            process -> JarProcess.alone(process, Map.of("TEMPORAL_ADDRESS", address)), "claude-ai")
        .timed();
  }

  /** One for each tool, about different invoices, so that none waits for another. */
  private static List<ToolReply> allToolsAtOnce(McpTools tools) throws Exception {
    List<CompletableFuture<ToolReply>> calls =
        List.of(
            call(tools, "process_invoice", "{\"invoice_data\": " + INVOICE + "}"),
            call(tools, "approve_invoice", "{\"invoice_id\": \"INV-2\"}"),
            call(tools, "reject_invoice", "{\"invoice_id\": \"INV-3\"}"),
            call(tools, "get_invoice_status", "{\"invoice_id\": \"INV-4\"}"));
    CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
    return calls.stream().map(CompletableFuture::join).toList();
  }

  private static CompletableFuture<ToolReply> call(McpTools tools, String tool, String arguments) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return tools.call(tool, arguments);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void assertUnreachable(List<ToolReply> replies, String address) {
    assertThat(replies)
        .allSatisfy(
            reply -> {
              assertThat(reply.isError()).isTrue();
              assertThat(reply.code()).isEqualTo("TEMPORAL_UNREACHABLE");
              assertGolden("temporal-unreachable", reply, address, "<address>");
            });
  }
}
