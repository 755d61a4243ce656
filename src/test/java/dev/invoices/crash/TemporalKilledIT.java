package dev.invoices.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.DelayedLink;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.RawServer;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.ToolReply;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Temporal itself dies, or stands still while an MCP server dies. */
@Tag("real-server")
@Timeout(300)
class TemporalKilledIT {

  private static final int LINES = 5;

  /** To Temporal and back: leaves a second between a call's effect and its answer. */
  private static final Duration LONG_WAY = Duration.ofMillis(200);

  /** How far a call has come when its server is killed. */
  private enum Moment {
    /** The server has read it; Temporal stands still and learns nothing of it. */
    READ,
    /** The server has begun. */
    UNDER_WAY,
    /** Temporal has recorded what it asks for; the answer is still on its way to the server. */
    RECORDED
  }

  @RegisterExtension static final CrashTemporal TEMPORAL = new CrashTemporal(1);

  @Test
  void temporalKilledWhileWaiting_comesBackWithTheInvoice() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      scenario.worker();
      String id = scenario.submit(LINES);
      scenario.tools().awaitStatus(id, "Awaiting approval");

      killAndRestart();

      assertThat(awaitAnswer(scenario, id).status()).isEqualTo("Awaiting approval");
      scenario.approve(id);
      WorkerKilledIT.assertCompleted(scenario, id);
    }
  }

  @Test
  void temporalKilledWhilePaying_comesBackAndGoesOn() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      scenario.worker("INVOICE_PAYMENT_PACE=PT1S");
      String id = scenario.submitAndApprove(LINES);
      for (int payments : List.of(1, 3)) {
        scenario.awaitPayments(id, payments);
        killAndRestart();
      }
      awaitAnswer(scenario, id);
      WorkerKilledIT.assertCompleted(scenario, id);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"process_invoice", "approve_invoice", "reject_invoice", "get_invoice_status"})
  void serverKilledInACall_nextServerDoesItOnce(String tool) throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      scenario.worker();
      for (Moment moment : Moment.values()) {
        // given an invoice, unless the call is to submit it
        boolean submits = tool.equals("process_invoice");
        boolean decides = Set.of("approve_invoice", "reject_invoice").contains(tool);
        String id = submits ? scenario.newId() : scenario.submit(LINES);
        String arguments =
            submits
                ? "{\"invoice_data\": %s}".formatted(CrashScenario.invoice(id, LINES))
                : "{\"invoice_id\": \"%s\"}".formatted(id);

        // when the server is killed in the call, and its successor called again
        killInCall(scenario, moment, id, RawServer.callTool(1, tool, arguments));
        ToolReply reply = scenario.connect("successor").call(tool, arguments);

        // then it was done once, whether the dead server has done it or not
        assertThat(reply.code()).as(reply.text()).isIn(codes(moment).get(tool));
        assertThat(scenario.awaitRuns(id, 1)).as("workflows").isEqualTo(1);
        assertThat(scenario.history(id).decisions()).as("decisions").hasSize(decides ? 1 : 0);
        if (tool.equals("reject_invoice")) {
          scenario.awaitEnd(id);
          scenario
              .audit(id, LINES)
              .assertEndedAs(
                  dev.invoices.invoice.InvoiceStatus.REJECTED, Set.of(), Optional.of("REJECTED"));
        } else {
          if (!tool.equals("approve_invoice")) {
            scenario.approve(id);
          }
          WorkerKilledIT.assertCompleted(scenario, id);
        }
      }
    }
  }

  @Test
  void invoicePaidUnderAnEarlierTemporal_movesNoMoneyUnderAFreshOne() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      // given an invoice that was paid
      var worker = scenario.worker();
      String id = scenario.submitAndApprove(LINES);
      WorkerKilledIT.assertCompleted(scenario, id);
      List<LedgerRow> paid = scenario.ledger(id);
      worker.close();

      // when it is submitted to a Temporal that does not know it, and approved
      try (TemporalFixture fresh = TemporalFixture.devServer(List.of(scenario.namespace()))) {
        CrashTemporal.Tenant tenant =
            new CrashTemporal.Tenant(scenario.namespace(), fresh.client(scenario.namespace()));
        try (CrashScenario again =
            new CrashScenario(fresh, tenant, CrashTemporal.Tenant::close, scenario.store())) {
          again.worker();
          McpTools tools = again.tools();
          Instant submitted = Instant.now();
          assertThat(tools.submit(CrashScenario.invoice(id, LINES)).code()).isEqualTo("STARTED");
          assertThat(tools.approve(id).code()).isEqualTo("POSSIBLE_DUPLICATE");
          tools.call("approve_invoice", Map.of("invoice_id", id, "acknowledge_duplicate", true));

          // then no money moves, the first receipts come back and the status says so
          WorkerKilledIT.assertCompleted(again, id);
          assertThat(again.ledger(id)).isEqualTo(paid);
          ToolReply status = tools.status(id);
          assertThat(status.invoice().orElseThrow().lines())
              .allSatisfy(line -> assertThat(line.paidAt().orElseThrow()).isBefore(submitted));
          assertThat(status.text()).contains(paid.stream().map(LedgerRow::receipt).toList());
        }
      }
    }
  }

  private static void killInCall(CrashScenario scenario, Moment moment, String id, String call)
      throws Exception {
    TemporalFixture temporal = TEMPORAL.fixture();
    try (DelayedLink link = new DelayedLink(temporal.port(), LONG_WAY);
        RawServer server =
            RawServer.startInitialized(
                settings(
                    scenario, moment == Moment.RECORDED ? link.address() : temporal.address()))) {
      if (moment == Moment.READ) {
        temporal.freeze();
      }
      try {
        // Whoever answers the ping has read the call before it.
        server.send(call, RawServer.ping(2));
        assertThat(server.next().get("id").asInt()).as("what is answered").isEqualTo(2);
        if (moment == Moment.RECORDED) {
          awaitEffect(scenario, id, call);
        }
        server.process().kill();
        Totals.KILLS.incrementAndGet();
      } finally {
        temporal.thaw();
      }
      if (moment != Moment.UNDER_WAY) {
        assertThat(server.unread()).as("answers that came before the kill").isEmpty();
      }
    }
  }

  /** What may be answered to the call that is repeated. */
  private static Map<String, Set<String>> codes(Moment moment) {
    boolean done = moment == Moment.RECORDED;
    return Map.of(
        "process_invoice",
        done ? Set.of("ALREADY_OPEN") : Set.of("STARTED", "ALREADY_OPEN"),
        "approve_invoice",
        done
            ? Set.of("ALREADY_DECIDED", "ALREADY_CLOSED")
            : Set.of("APPROVED", "ALREADY_DECIDED", "ALREADY_CLOSED"),
        "reject_invoice",
        done
            ? Set.of("ALREADY_DECIDED", "ALREADY_CLOSED")
            : Set.of("REJECTED", "ALREADY_DECIDED", "ALREADY_CLOSED"),
        "get_invoice_status",
        Set.of("STATUS"));
  }

  private static Map<String, String> settings(CrashScenario scenario, String address) {
    Map<String, String> settings =
        new HashMap<>(scenario.serve(new ProcessBuilder()).environment());
    settings.keySet().removeIf(name -> !name.matches("(TEMPORAL|INVOICE)_.*"));
    settings.put("TEMPORAL_ADDRESS", address);
    return settings;
  }

  /** A look at the status has none. */
  private static void awaitEffect(CrashScenario scenario, String id, String call) throws Exception {
    if (call.contains("process_invoice")) {
      scenario.awaitRuns(id, 1);
    } else if (!call.contains("get_invoice_status")) {
      scenario.awaitHistory(id, "a decision", history -> !history.decisions().isEmpty());
    }
  }

  private static void killAndRestart() throws Exception {
    TEMPORAL.fixture().kill();
    Totals.KILLS.incrementAndGet();
    TEMPORAL.fixture().restart();
  }

  /** A closed invoice needs no worker to answer. */
  private static ToolReply awaitAnswer(CrashScenario scenario, String id) throws Exception {
    return Eventually.see(
        "an answer about " + id,
        CrashScenario.LIMIT,
        () -> scenario.tools().status(id),
        reply -> reply.content().path("worker_answered").asBoolean(true));
  }
}
