package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.json.ExactJson;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.RawServer;
import dev.invoices.testkit.ToolReply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A person decides in a form that the client shows: what they choose there counts, and nothing else
 * does.
 */
@Timeout(90)
@Tag("patient")
class FormIT {

  private static final String FORMS = "{\"elicitation\":{}}";
  private static final String WITHOUT = "{}";

  private static InvoiceStack stack;
  private static McpTools other;

  /** A client that shows forms, under the setting that is the default. */
  private static RawServer asking;

  private static int requests;

  @BeforeAll
  static void start() throws Exception {
    stack = InvoiceStack.start();
    stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT1H"));
    other = stack.connect("claude-ai");
    stack.warmUp(other);
    asking = connect("ask", FORMS);
  }

  @AfterAll
  static void stop() throws IOException {
    if (asking != null) {
      asking.close();
    }
    stack.close();
  }

  @Test
  void approval_showsTheInvoiceAndCountsAsThePersonsOwn() throws Exception {
    submit("FORM-1");
    JsonNode form = approve(asking, "FORM-1", "\"note\": \"as she said\"");

    assertThat(form.at("/params/message").asText())
        .contains("Approve or reject invoice FORM-1?", "Vendor: \"ACME\"", "Total: USD 66.00")
        .contains("Line 10: USD 1.00", "and 1 more line", "A person must approve or reject it by")
        .doesNotContain("Line 11");
    assertThat(form.at("/params/requestedSchema/properties/decision/default").asText())
        .isEqualTo("approve");
    assertThat(form.at("/params/requestedSchema/properties/note/default").asText())
        .isEqualTo("as she said");

    JsonNode result =
        answer(asking, form, "{\"decision\": \"approve\", \"note\": \" checked\\nby me\"}");

    assertThat(result.at("/structuredContent/code").asText()).isEqualTo("APPROVED");
    JsonNode decision = result.at("/structuredContent/decision");
    assertThat(decision.at("/how").asText()).isEqualTo("form");
    assertThat(decision.at("/note").asText()).isEqualTo("checked by me");
    assertThat(result.at("/content/0/text").asText())
        .startsWith("Sent approval signal for invoice FORM-1")
        .contains("Decision: approved in a form at ");
  }

  @Test
  void otherDecisionThanAskedFor_isTheOneThatCounts() throws Exception {
    submit("FORM-2");
    try (RawServer client = connect("person", FORMS)) {
      JsonNode form = approve(client, "FORM-2", "");

      JsonNode result = answer(client, form, "{\"decision\": \"reject\"}");

      assertThat(result.at("/structuredContent/code").asText()).isEqualTo("REJECTED");
      other.awaitStatus("FORM-2", "Rejected by approver");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"action\": \"decline\"}', the client reports that the person declined to fill in the form",
    "'{\"action\": \"cancel\"}', the client reports that the person closed the form",
    "'{\"action\": \"accept\"}', the client brought no decision back",
    "'{\"action\": \"accept\", \"content\": {\"decision\": \"APPROVE\"}}', the client brought no decision back",
    "'{\"action\": \"accept\", \"content\": {\"decision\": true}}', the client brought no decision back",
    "'{\"action\": \"decline\", \"content\": {\"decision\": \"approve\"}}', the person declined",
    "'{\"action\": \"sure\", \"content\": {\"decision\": \"approve\"}}', the client brought no decision back",
    "'{\"content\": {\"decision\": \"approve\"}}', the person closed the form"
  })
  void formWithoutADecision_decidesNothing(String reply, String why) throws Exception {
    String id = "NONE-" + Integer.toHexString(reply.hashCode());
    submit(id);
    JsonNode form = approve(asking, id, "");

    asking.send("{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}".formatted(form.get("id"), reply));

    JsonNode result = asking.next().get("result");
    assertThat(result.at("/structuredContent/code").asText()).isEqualTo("UNDECIDED");
    assertThat(result.at("/content/0/text").asText()).contains(why);
    assertThat(other.status(id).status()).isEqualTo("Awaiting approval");
    assertThat(stack.decisions(id)).isEmpty();
  }

  /** Such as one that answers every form by itself, and draws none. */
  @ParameterizedTest
  @CsvSource({"ask, decline", "ask, cancel", "person, decline"})
  void clientThatDismissesFormsByItself_isToldWhereElseAndStillDecidesNothing(
      String policy, String dismissal) throws Exception {
    String id = "SELF-%s-%s".formatted(policy, dismissal);
    submit(id);
    try (RawServer client = connect(policy, FORMS)) {
      String about = "\"invoice_id\": \"%s\"".formatted(id);
      assertThat(howToDecide(client, "get_invoice_status", about)).isEmpty();

      // However often and in whatever way the model calls, a form is shown, and nothing decided.
      for (String more :
          List.of("", "\"note\": \"she agreed\"", "\"acknowledge_duplicate\": true")) {
        JsonNode form = approve(client, id, more);
        JsonNode result = dismiss(client, form, dismissal);

        assertThat(result.at("/structuredContent/code").asText()).isEqualTo("UNDECIDED");
        assertThat(result.at("/structuredContent/how_to_decide").asText())
            .startsWith("A person decides at a terminal (")
            .contains("--inbox " + id, "invoice-" + id);
        assertThat(result.at("/content/0/text").asText())
            .contains("This client seems to show them no form", "\nHow to decide: A person");
      }
      assertThat(stack.decisions(id)).isEmpty();

      // and the other results say it, too, until the person decides in a form after all
      assertThat(howToDecide(client, "get_invoice_status", about)).contains("--inbox " + id);
      answer(client, approve(client, id, ""), "{\"decision\": \"reject\"}");
      submit(id + "-2");
      assertThat(howToDecide(client, "get_invoice_status", about.replace(id, id + "-2"))).isEmpty();
    }
  }

  @Test
  void personWhoDeclinesAfterAWhile_isToldWhereElseInThatResultAlone() throws Exception {
    submit("SLOWLY");
    try (RawServer client = connect("ask", FORMS)) {
      JsonNode form = approve(client, "SLOWLY", "");
      Thread.sleep(2_000);

      JsonNode result = dismiss(client, form, "decline");

      assertThat(result.at("/structuredContent/code").asText()).isEqualTo("UNDECIDED");
      assertThat(result.at("/structuredContent/how_to_decide").isMissingNode()).isTrue();
      assertThat(result.at("/content/0/text").asText())
          .contains("the client reports that the person declined", "If they saw no form, ")
          .contains("--inbox SLOWLY", "invoice-SLOWLY");
      assertThat(howToDecide(client, "get_invoice_status", "\"invoice_id\": \"SLOWLY\"")).isEmpty();
    }
  }

  @Test
  void formThatIsClosedAfterSomebodyElseDecided_saysWhoDid() throws Exception {
    submit("FORM-2B");
    JsonNode form = approve(asking, "FORM-2B", "");
    other.approve("FORM-2B");

    asking.send(
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"action\":\"cancel\"}}"
            .formatted(form.get("id")));

    JsonNode result = asking.next().get("result");
    assertThat(result.at("/content/0/text").asText())
        .contains("approved by an agent at")
        .doesNotContain("still awaits");
  }

  @Test
  void clientThatFailsToShowIt_decidesNothing() throws Exception {
    submit("FORM-3");
    JsonNode form = approve(asking, "FORM-3", "");

    asking.send(
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32601,\"message\":\"no\"}}"
            .formatted(form.get("id")));

    assertThat(asking.next().at("/result/structuredContent/code").asText()).isEqualTo("UNDECIDED");
    assertThat(stack.decisions("FORM-3")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"result\": \"approve\"",
        "\"result\": [{\"action\": \"accept\"}]",
        "\"result\": {\"action\": \"accept\", \"content\": \"approve\"}",
        "\"result\": {\"action\": \"accept\"}, \"error\": {\"code\": 1, \"message\": \"no\"}",
        "\"error\": \"no\"",
        "\"result\": {\"action\": \"decline\", \"action\": \"accept\"}"
      })
  void replyThatIsNone_endsTheCallAtOnceAndDecidesNothing(String reply) throws Exception {
    String id = "BAD-" + Integer.toHexString(reply.hashCode());
    submit(id);
    JsonNode form = approve(asking, id, "");
    long sent = System.nanoTime();

    asking.send("{\"jsonrpc\":\"2.0\",\"id\":%s,%s}".formatted(form.get("id"), reply));

    JsonNode response = asking.next();
    assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(Duration.ofSeconds(10));
    assertThat(response.at("/id").asInt()).isEqualTo(requests);
    assertThat(response.at("/result/structuredContent/code").asText()).isEqualTo("UNDECIDED");
    assertThat(response.at("/result/content/0/text").asText())
        .contains("the client brought no decision back");
    assertThat(stack.decisions(id)).isEmpty();
  }

  @Test
  void silentPerson_holdsNothingUpAndDecidesNothing() throws Exception {
    submit("FORM-4");
    try (RawServer client = connect("person", FORMS)) {
      JsonNode form = approve(client, "FORM-4", "", "{\"progressToken\": \"p\"}");

      // Others are served meanwhile, and a second form is not opened.
      client.send(call("get_invoice_status", "\"invoice_id\": \"FORM-4\"", "{}"));
      assertThat(client.next().at("/result/structuredContent/code").asText()).isEqualTo("STATUS");
      client.send(call("reject_invoice", "\"invoice_id\": \"FORM-4\"", "{}"));
      assertThat(client.next().at("/result/structuredContent/code").asText())
          .isEqualTo("FORM_OPEN");

      // The client sees that the call lives, until it ends, and that the form is of no use then.
      JsonNode message = client.next();
      assertThat(message.at("/method").asText()).isEqualTo("notifications/progress");
      while (message.at("/method").asText().equals("notifications/progress")) {
        assertThat(message.at("/params/progressToken").asText()).isEqualTo("p");
        message = client.next();
      }
      assertThat(message.at("/method").asText()).isEqualTo("notifications/cancelled");
      assertThat(message.at("/params/requestId")).isEqualTo(form.get("id"));
      JsonNode result = client.next().get("result");
      assertThat(result.at("/structuredContent/code").asText()).isEqualTo("UNDECIDED");
      assertThat(result.at("/content/0/text").asText())
          .contains("did not answer the form within 50 seconds", "--inbox", "invoice-FORM-4");

      // An answer that comes too late decides nothing either.
      client.send(accepted(form, "{\"decision\": \"approve\"}"), RawServer.ping(7_000));
      assertThat(client.next().at("/id").asInt()).isEqualTo(7_000);
      assertThat(stack.decisions("FORM-4")).isEmpty();
    }
  }

  @Test
  void formsThatNobodyAnswers_areBoundedInNumber() throws Exception {
    try (RawServer client = connect("person", FORMS)) {
      // given as many open forms as there may be
      List<JsonNode> forms = new ArrayList<>();
      for (int n = 1; n <= 10; n++) {
        submit("MANY-" + n);
        forms.add(approve(client, "MANY-" + n, ""));
      }
      submit("MANY-11");

      // when the agent asks about one more
      client.send(call("approve_invoice", "\"invoice_id\": \"MANY-11\"", "{}"));

      // then the result says what to do, and one about an open form still says that
      JsonNode result = client.next().get("result");
      assertThat(result.at("/structuredContent/code").asText()).isEqualTo("FORM_OPEN");
      assertThat(result.at("/content/0/text").asText())
          .contains("10 forms about other invoices are open", "answer or close one of them")
          .contains("--inbox MANY-11");
      client.send(call("approve_invoice", "\"invoice_id\": \"MANY-10\"", "{}"));
      assertThat(client.next().at("/result/content/0/text").asText())
          .contains("the person is being asked about it");

      // and when one is answered, the next may open
      answer(client, forms.get(0), "{\"decision\": \"reject\"}");
      JsonNode next = approve(client, "MANY-11", "");
      JsonNode approved = answer(client, next, "{\"decision\": \"approve\"}");
      assertThat(approved.at("/structuredContent/code").asText()).isEqualTo("APPROVED");
    }
  }

  @Test
  void clientThatDies_decidesNothing() throws Exception {
    submit("FORM-5");
    try (RawServer client = connect("ask", FORMS)) {
      approve(client, "FORM-5", "");

      client.process().endInput();

      assertThat(client.process().exitStatus(Duration.ofSeconds(20))).isZero();
    }
    assertThat(stack.decisions("FORM-5")).isEmpty();
    assertThat(other.approve("FORM-5").code()).isEqualTo("APPROVED");
  }

  @Test
  void callThatTheClientCancels_closesTheForm() throws Exception {
    submit("FORM-6");
    try (RawServer client = connect("ask", FORMS)) {
      JsonNode form = approve(client, "FORM-6", "");

      client.send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":%d}}"
              .formatted(requests));

      assertThat(client.next().at("/params/requestId")).isEqualTo(form.get("id"));
      assertThat(howToDecide(client, "get_invoice_status", "\"invoice_id\": \"FORM-6\""))
          .as("the person saw the form")
          .isEmpty();
      JsonNode again = approve(client, "FORM-6", "");
      JsonNode result = answer(client, again, "{\"decision\": \"approve\"}");
      assertThat(result.at("/structuredContent/code").asText()).isEqualTo("APPROVED");
    }
  }

  @Test
  void invoiceThatIsReplacedMeanwhile_isNotApproved() throws Exception {
    submit("FORM-7");
    JsonNode form = approve(asking, "FORM-7", "");
    other.reject("FORM-7");
    other.awaitClosed("FORM-7");
    other.submit("{\"id\": \"FORM-7\", \"lines\": [{\"item\": \"Yacht\", \"amount\": 9000}]}");

    JsonNode result = answer(asking, form, "{\"decision\": \"approve\"}");

    assertThat(result.at("/structuredContent/code").asText()).isEqualTo("CHANGED");
    assertThat(other.status("FORM-7").status()).isEqualTo("Awaiting approval");
  }

  @Test
  void invoiceThatIsRejectedAndSubmittedAgainMeanwhile_isNotApproved() throws Exception {
    submit("FORM-7B");
    JsonNode form = approve(asking, "FORM-7B", "");
    other.reject("FORM-7B");
    other.awaitClosed("FORM-7B");
    submit("FORM-7B");

    JsonNode result = answer(asking, form, "{\"decision\": \"approve\"}");

    assertThat(result.at("/structuredContent/code").asText()).isEqualTo("ASKED_ANEW");
    assertThat(other.status("FORM-7B").status()).isEqualTo("Awaiting approval");
  }

  @Test
  void anotherPersonWhoWasFirst_wins() throws Exception {
    submit("FORM-8");
    JsonNode form = approve(asking, "FORM-8", "");
    other.approve("FORM-8");

    JsonNode result = answer(asking, form, "{\"decision\": \"reject\"}");

    assertThat(result.at("/structuredContent/code").asText()).isEqualTo("ALREADY_DECIDED");
    assertThat(result.at("/content/0/text").asText()).contains("approved by an agent at");
  }

  @ParameterizedTest
  @CsvSource({"false, POSSIBLE_DUPLICATE", "true, APPROVED"})
  void possibleDuplicate_isApprovedOnlyWithTheTick(boolean ticked, String code) throws Exception {
    submit("TWIN-" + ticked);
    submit("twin " + ticked);
    try (RawServer client = connect("person", FORMS)) {
      JsonNode form = approve(client, "twin " + ticked, "\"acknowledge_duplicate\": true");
      assertThat(form.at("/params/message").asText()).contains("Warning: It may be a duplicate");
      assertThat(form.at("/params/requestedSchema/properties/no_duplicate/default").asBoolean())
          .isFalse();

      JsonNode result =
          answer(
              client, form, "{\"decision\": \"approve\", \"no_duplicate\": %s}".formatted(ticked));

      assertThat(result.at("/structuredContent/code").asText()).isEqualTo(code);
    }
  }

  @Test
  void tickWithoutAWorker_isNotSaidToBeMissing() throws Exception {
    try (InvoiceStack own = InvoiceStack.start()) {
      // given a form about a possible duplicate, whose worker stops
      McpTools tools = own.connect("claude-ai");
      try (var worker = own.startWorker(Map.of())) {
        own.warmUp(tools);
        submit(tools, "COPY-1");
        submit(tools, "copy 1");
        assertThat(worker.isAlive()).isTrue();
        try (RawServer client = connect(own, "ask", FORMS)) {
          JsonNode form = approve(client, "copy 1", "");
          worker.kill();

          // when the person ticks that it is none
          JsonNode result =
              answer(client, form, "{\"decision\": \"approve\", \"no_duplicate\": true}");

          // then the approval is recorded, and no word says that it may not count
          assertThat(result.at("/structuredContent/code").asText()).isEqualTo("SENT");
          assertThat(result.at("/content/0/text").asText())
              .contains("It is recorded and takes effect as soon as a worker takes it up.")
              .doesNotContain("the approval does not count");
        }
      }
    }
  }

  @Test
  void dueDateThatHasPassed_isWarnedOf() throws Exception {
    other.submit(
        "{\"id\": \"FORM-11\", \"due_date\": \"2026-01-31\", \"lines\": [{\"item\": \"Pen\", \"amount\": 1}]}");

    JsonNode form = approve(asking, "FORM-11", "");

    assertThat(form.at("/params/message").asText()).contains("Warning: It was due on 2026-01-31.");
    answer(asking, form, "{\"decision\": \"reject\"}");
  }

  @Test
  void onlyPersonsMayDecide_andNoneCanBeAsked_saysWhere() throws Exception {
    submit("FORM-9");
    try (RawServer client = connect("person", WITHOUT)) {
      for (String tool : new String[] {"approve_invoice", "reject_invoice"}) {
        client.send(call(tool, "\"invoice_id\": \"FORM-9\"", "{}"));

        JsonNode result = client.next().get("result");
        assertThat(result.at("/structuredContent/code").asText()).isEqualTo("NEEDS_PERSON");
        assertThat(result.at("/isError").asBoolean()).isFalse();
        assertThat(result.at("/content/0/text").asText())
            .contains("--inbox", "invoice-FORM-9", "Total: USD 66.00");
      }
    }
    assertThat(stack.decisions("FORM-9")).isEmpty();
    assertThat(other.status("FORM-9").status()).isEqualTo("Awaiting approval");
  }

  @ParameterizedTest
  @CsvSource({
    "agent, '{\"elicitation\":{}}'",
    "agent, '{}'",
    "ask, '{}'",
    "'', '{}'",
    "ask, '{\"elicitation\":{\"url\":{}}}'"
  })
  void whereNoPersonIsAsked_theCallDecides(String policy, String capabilities) throws Exception {
    String id = "CALL-" + policy + capabilities.length();
    submit(id);
    try (RawServer client = connect(policy, capabilities)) {
      client.send(call("approve_invoice", "\"invoice_id\": \"%s\"".formatted(id), "{}"));

      JsonNode result = client.next().get("result");
      assertThat(result.at("/structuredContent/code").asText()).isEqualTo("APPROVED");
      assertThat(result.at("/structuredContent/decision/how").asText()).isEqualTo("agent");
    }
  }

  @Test
  void invoiceThatAwaitsNothing_opensNoForm() throws Exception {
    submit("FORM-10");
    other.approve("FORM-10");
    try (RawServer client = connect("person", FORMS)) {
      client.send(call("approve_invoice", "\"invoice_id\": \"FORM-10\"", "{}"));
      assertThat(client.next().at("/result/structuredContent/code").asText())
          .isEqualTo("ALREADY_DECIDED");
      client.send(call("approve_invoice", "\"invoice_id\": \"FORM-NONE\"", "{}"));
      assertThat(client.next().at("/result/structuredContent/code").asText())
          .isEqualTo("NOT_FOUND");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "ASK", "agent,person"})
  void settingThatIsNone_endsTheServerWithOneLine(String value) throws Exception {
    try (JarProcess server =
        JarProcess.startAlone(PackagedJar.server(), Map.of("INVOICE_DECISIONS", value))) {
      assertThat(server.exitStatus()).isEqualTo(2);
      assertThat(server.stdout()).isEmpty();
      assertThat(server.stderr())
          .containsExactly(
              "invoice-server: INVOICE_DECISIONS is \"%s\" but must be agent, ask or person"
                  .formatted(value));
    }
  }

  private static void submit(String id) throws Exception {
    submit(other, id);
  }

  private static void submit(McpTools tools, String id) throws Exception {
    StringBuilder lines = new StringBuilder("{\"item\": \"Desk\", \"amount\": 56}");
    lines.append(", {\"item\": \"Pen\", \"amount\": 1}".repeat(10));
    ToolReply reply =
        tools.submit(
            "{\"id\": \"%s\", \"vendor\": \"ACME\", \"lines\": [%s]}".formatted(id, lines));
    assertThat(reply.code()).isEqualTo("STARTED");
  }

  private static RawServer connect(String policy, String capabilities) throws Exception {
    return connect(stack, policy, capabilities);
  }

  private static RawServer connect(InvoiceStack to, String policy, String capabilities)
      throws Exception {
    ProcessBuilder command =
        to.temporal()
            .serve(new ProcessBuilder(PackagedJar.server().command(JarProcess.jvmOptions())));
    command.environment().put("INVOICE_DECISIONS", policy);
    RawServer client = RawServer.start(command);
    client.send(RawServer.initialize(0, "2025-11-25", capabilities), RawServer.initialized());
    assertThat(client.next().at("/result/serverInfo/name").asText()).isEqualTo("invoice-processor");
    return client;
  }

  /** Calls the tool and returns the form that the server asks the client to show. */
  private static JsonNode approve(RawServer client, String id, String more) throws Exception {
    return approve(client, id, more, "{}");
  }

  private static JsonNode approve(RawServer client, String id, String more, String meta)
      throws Exception {
    client.send(
        call(
            "approve_invoice",
            "\"invoice_id\": \"%s\"%s".formatted(id, more.isEmpty() ? "" : ", " + more),
            meta));
    JsonNode form = client.next();
    assertThat(form.at("/method").asText()).isEqualTo("elicitation/create");
    return form;
  }

  private static JsonNode dismiss(RawServer client, JsonNode form, String action) throws Exception {
    client.send(
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"action\":\"%s\"}}"
            .formatted(form.get("id"), action));
    return client.next().get("result");
  }

  private static String howToDecide(RawServer client, String tool, String arguments)
      throws Exception {
    client.send(call(tool, arguments, "{}"));
    return client.next().at("/result/structuredContent/how_to_decide").asText();
  }

  private static String call(String tool, String arguments, String meta) {
    return RawServer.request(
        ++requests,
        "tools/call",
        "{\"name\":\"%s\",\"arguments\":{%s},\"_meta\":%s}".formatted(tool, arguments, meta));
  }

  private static JsonNode answer(RawServer client, JsonNode form, String content) throws Exception {
    client.send(accepted(form, content));
    return client.next().get("result");
  }

  private static String accepted(JsonNode form, String content) throws IOException {
    return ExactJson.mapper()
        .writeValueAsString(
            Map.of(
                "jsonrpc",
                "2.0",
                "id",
                form.get("id"),
                "result",
                Map.of("action", "accept", "content", ExactJson.mapper().readTree(content))));
  }
}
