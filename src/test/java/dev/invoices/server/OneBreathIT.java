package dev.invoices.server;

import static dev.invoices.testkit.RawServer.callTool;
import static dev.invoices.testkit.RawServer.initialize;
import static dev.invoices.testkit.RawServer.initialized;
import static dev.invoices.testkit.RawServer.ping;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.RawServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that a client sends without waiting for the response to the one before. */
@Timeout(120)
class OneBreathIT {

  private static InvoiceStack stack;
  private static RawServer server;
  private static McpTools other;

  @BeforeAll
  static void start() throws Exception {
    stack = InvoiceStack.start();
    stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S"));
    other = stack.connect("claude-ai");
    stack.warmUp(other);
    server =
        RawServer.start(stack.temporal().serve(new ProcessBuilder(PackagedJar.server().command())));
    server.send(initialize(0, "2025-11-25"), initialized());
    server.next();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    stack.close();
  }

  @Test
  void submissionAndApproval_sentInOneBreath_bothCount_twentyTimesOfTwenty() throws Exception {
    for (int i = 0; i < 20; i++) {
      String id = "BREATH-" + i;

      server.send(
          callTool(
              1,
              "process_invoice",
              "{\"invoice_data\":{\"id\":\"%s\",\"lines\":[{\"item\":\"Desk\",\"amount\":10}]}}"
                  .formatted(id)),
          callTool(2, "approve_invoice", "{\"invoice_id\":\"%s\"}".formatted(id)));

      assertThat(codes(2)).as(id).containsExactly("1 STARTED", "2 APPROVED");
    }
  }

  @Test
  void wholeConversation_sentInOneBreath_isServedInItsOrder() throws Exception {
    server.send(
        status(1, "TALK-1"),
        callTool(
            2,
            "process_invoice",
            "{\"invoice_data\":{\"id\":\"TALK-1\",\"lines\":[{\"item\":\"Desk\",\"amount\":10}]}}"),
        status(3, "TALK-1"),
        callTool(4, "reject_invoice", "{\"invoice_id\":\"TALK-1\"}"),
        callTool(5, "approve_invoice", "{\"invoice_id\":\"TALK-1\"}"),
        callTool(
            6,
            "process_invoice",
            "{\"invoice_data\":{\"id\":\"TALK-1\",\"lines\":[{\"item\":\"Desk\",\"amount\":20}]}}"));

    assertThat(codes(6))
        .containsExactly(
            "1 NOT_FOUND", "2 STARTED", "3 STATUS", "4 REJECTED", "5 ALREADY_CLOSED", "6 STARTED");
  }

  @Test
  void submissionWhoseIdIsInUse_andApproval_sentInOneBreath_isNotPaid() throws Exception {
    other.submit(invoice("USED", "Omega", 9_000));

    server.send(submission(1, "USED", "Alpha", 100), approval(2, "USED"));

    assertThat(codes(2)).containsExactly("1 ID_IN_USE", "2 CHANGED");
    assertThat(stack.decisions("USED")).isEmpty();
  }

  @Test
  void contentShownOnlyAfterTheApprovalWasSent_isNotPaid() throws Exception {
    for (String first : List.of("get_invoice_status", "approve_invoice")) {
      // given an invoice that another client has replaced since it was shown here
      String id = "SHOWN-" + first;
      server.send(submission(1, id, "Alpha", 100));
      assertThat(codes(1)).containsExactly("1 STARTED");
      other.reject(id);
      other.submit(invoice(id, "Omega", 9_000));

      // when an approval follows another call in one breath
      server.send(callTool(1, first, "{\"invoice_id\":\"%s\"}".formatted(id)), approval(2, id));

      // then what the first one has shown does not count, but it counts for the next one
      assertThat(codes(2)).element(1).isEqualTo("2 CHANGED");
      assertThat(stack.decisions(id)).isEmpty();
      server.send(approval(3, id));
      assertThat(codes(1)).containsExactly("3 APPROVED");
    }
  }

  @Test
  void twoHundredCallsAboutOneInvoice_leaveRoomForOthers() throws Exception {
    // given many approvals of one invoice, each of which waits for the one before
    List<Integer> ids = IntStream.rangeClosed(1, 200).boxed().toList();
    server.send(
        ids.stream()
            .map(id -> callTool(id, "approve_invoice", "{\"invoice_id\":\"CROWD\"}"))
            .toArray(String[]::new));

    // when something else is asked
    server.send(ping(998), status(999, "OTHER"));

    // then it need not wait for them, and each of them has its response
    List<Integer> answered = new ArrayList<>();
    for (int i = 0; i < 202; i++) {
      answered.add(server.next().get("id").asInt());
    }
    assertThat(answered.subList(0, 100)).contains(998, 999);
    answered.removeAll(List.of(998, 999));
    assertThat(answered).containsExactlyInAnyOrderElementsOf(ids);
  }

  private static String invoice(String id, String vendor, int amount) {
    return "{\"id\":\"%s\",\"vendor\":\"%s\",\"lines\":[{\"item\":\"Fee\",\"amount\":%d}]}"
        .formatted(id, vendor, amount);
  }

  private static String submission(int id, String invoiceId, String vendor, int amount) {
    return callTool(
        id,
        "process_invoice",
        "{\"invoice_data\":%s}".formatted(invoice(invoiceId, vendor, amount)));
  }

  private static String approval(int id, String invoiceId) {
    return callTool(id, "approve_invoice", "{\"invoice_id\":\"%s\"}".formatted(invoiceId));
  }

  private static String status(int id, String invoiceId) {
    return callTool(id, "get_invoice_status", "{\"invoice_id\":\"%s\"}".formatted(invoiceId));
  }

  private static List<String> codes(int count) throws Exception {
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      JsonNode response = server.next();
      codes.add(
          "%s %s"
              .formatted(
                  response.get("id"), response.at("/result/structuredContent/code").asText()));
    }
    return codes;
  }
}
