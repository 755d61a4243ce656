package dev.invoices.server;

import static dev.invoices.testkit.GoldenResult.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.testkit.ComparesResults;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.ToolReply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that no tool may act on; there is no Temporal, so nobody can have asked it. */
@Timeout(60)
@ComparesResults
@Tag("patient")
class InvalidInputIT {

  private static final String AMOUNT = "invoice_data.lines[0].amount";

  private static McpTools tools;

  @BeforeAll
  static void start() throws Exception {
    tools = McpTools.start(process -> JarProcess.alone(process, Map.of()), "claude-ai");
  }

  @AfterAll
  static void stop() {
    tools.close();
  }

  @Test
  void moreFaultsThanAreListed_areMentioned() throws Exception {
    String lines = "7, ".repeat(20) + "7";

    ToolReply reply = tools.submit("{\"id\": \"INV-1\", \"lines\": [%s]}".formatted(lines));

    assertInvalid(reply);
    assertThat(paths(reply)).hasSize(20);
    assertGolden("invalid-input-many-faults", reply);
  }

  @Test
  void invoiceWithManyFaults_isRefusedWithAllOfThemAtOnce_eachWithItsPath() throws Exception {
    ToolReply reply =
        tools.submit(
            """
            {"id": "INВ 1", "vendor": 7, "currency": "DOLLARS", "due": "today", "due_date": "today",
             "lines": [
              {"item": " ", "amount": "$12"},
              {"amount": 1e15, "qty": 3, "quantity": "three"},
              7]}""");

    assertInvalid(reply);
    assertThat(paths(reply))
        .containsExactlyInAnyOrder(
            "invoice_data.id",
            "invoice_data.vendor",
            "invoice_data.currency",
            "invoice_data.due",
            "invoice_data.due_date",
            "invoice_data.lines[0].item",
            "invoice_data.lines[0].amount",
            "invoice_data.lines[1].item",
            "invoice_data.lines[1].amount",
            "invoice_data.lines[1].qty",
            "invoice_data.lines[1].quantity",
            "invoice_data.lines[2]");
    assertGolden("invalid-input", reply);
  }

  @Test
  void faultyInvoices_areRefusedWithTheirPathAndTheReason() throws Exception {
    Map<String, String> pathOfInvoice = new LinkedHashMap<>();
    pathOfInvoice.put("{'lines': [{'item': 'Desk', 'amount': 1}]}", "invoice_data.id");
    pathOfInvoice.put("{'id': 'A'}", "invoice_data.lines");
    pathOfInvoice.put("{'id': 'A', 'lines': []}", "invoice_data.lines");
    pathOfInvoice.put(ofAmount("USD", "0"), "invoice_data.total");
    pathOfInvoice.put(ofAmount("USD", "-49.99"), "invoice_data.total");
    pathOfInvoice.put(ofAmount("USD", "'1,234'"), AMOUNT);
    pathOfInvoice.put(ofAmount("USD", "''"), AMOUNT);
    pathOfInvoice.put(ofAmount("USD", "1.001"), AMOUNT);
    pathOfInvoice.put(ofAmount("USD", "1e15"), AMOUNT);
    pathOfInvoice.put(ofAmount("JPY", "1.5"), AMOUNT);
    pathOfInvoice.put(
        "{'id': 'A', 'total': 2, 'lines': [{'item': 'Desk', 'amount': 1}]}", "invoice_data.total");
    pathOfInvoice.put(
        "{'id': 'A', 'lines': [{'item': 'a\\u202eb', 'amount': 1}]}", "invoice_data.lines[0].item");
    pathOfInvoice.put(
        "{'id': 'invoice-7', 'lines': [{'item': 'Desk', 'amount': 1}]}", "invoice_data.id");
    pathOfInvoice.put(
        "{'id': 'A', 'due_date': '31.12.2026', 'lines': [{'item': 'Desk', 'amount': 1}]}",
        "invoice_data.due_date");
    pathOfInvoice.put("{'id': 'A', 'lines': 'see below'}", "invoice_data.lines");
    pathOfInvoice.put("'please pay'", "invoice_data");
    pathOfInvoice.put("7", "invoice_data");
    pathOfInvoice.put("null", "invoice_data");
    StringBuilder problems = new StringBuilder();
    for (Map.Entry<String, String> faulty : pathOfInvoice.entrySet()) {
      ToolReply reply = tools.submit(faulty.getKey().replace('\'', '"'));

      assertInvalid(reply);
      assertThat(paths(reply)).as(faulty.getKey()).containsExactly(faulty.getValue());
      problems.append(faulty.getKey()).append("\n  ").append(problem(reply)).append('\n');
    }
    assertGolden("invalid-invoices", problems.toString().stripTrailing());
  }

  @ParameterizedTest
  @ValueSource(strings = {"approve_invoice", "reject_invoice"})
  void missingInvoiceId_isNamed(String tool) throws Exception {
    for (String arguments : List.of("{}", "{\"invoice_id\": null}")) {
      ToolReply reply = tools.call(tool, arguments);

      assertInvalid(reply);
      assertThat(paths(reply)).containsExactly("invoice_id");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"approve_invoice", "reject_invoice", "get_invoice_status"})
  void invoiceIdThatIsNeitherTextNorInteger_isNamed(String tool) throws Exception {
    for (String id : List.of("7.0", "true", "[\"A\"]", "-7")) {
      ToolReply reply = tools.call(tool, "{\"invoice_id\": %s}".formatted(id));

      assertInvalid(reply);
      assertThat(paths(reply)).containsExactly("invoice_id");
      assertThat(problem(reply)).isEqualTo("must be a string, in quotes");
    }
    assertThat(tools.call(tool, "{\"invoice_id\": 1001}").code()).isEqualTo("TEMPORAL_UNREACHABLE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INВ-5", "a\u0000b", "a\u200Bb", "a\u202Eb", "a\u001Bb"})
  void impossibleInvoiceId_isRefused(String id) throws Exception {
    ToolReply reply = tools.status(id);

    assertInvalid(reply);
    assertThat(paths(reply)).containsExactly("invoice_id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"process_invoice", "approve_invoice", "reject_invoice", "get_invoice_status"})
  void argumentsThatAClientAdds_areIgnored_withOneSafeLineInTheLog(String tool) throws Exception {
    String known =
        tool.equals("process_invoice")
            ? "\"invoice_data\": {\"id\": \"A\", \"lines\": [{\"item\": \"Desk\", \"amount\": 1}]}"
            : "\"invoice_id\": \"A\"";

    ToolReply reply = tools.call(tool, "{%s, \"urgent\": true, \"a\\nb\": 1}".formatted(known));

    assertThat(reply.code()).isEqualTo("TEMPORAL_UNREACHABLE");
    assertThat(tools.log())
        .filteredOn(line -> line.contains(tool + ": ignored arguments (2): urgent"))
        .singleElement()
        .asString()
        .endsWith(", \"a b\"");
  }

  @Test
  void fieldsOfTheInvoiceBesideItsData_areRefused() throws Exception {
    String data =
        "\"invoice_data\": {\"id\": \"A\", \"lines\": [{\"item\": \"B\", \"amount\": 1}]}";

    ToolReply reply =
        tools.call(
            "process_invoice",
            "{%s, \"currency\": \"EUR\", \"dueDate\": \"2026-12-31\", \"total\": null}"
                .formatted(data));

    assertInvalid(reply);
    assertThat(reply.text())
        .contains(
            "- currency belongs to the invoice; put it into invoice_data as currency",
            "- dueDate belongs to the invoice; put it into invoice_data as due_date");
    assertThat(paths(reply)).containsExactly("currency", "dueDate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"approve_invoice", "reject_invoice", "get_invoice_status"})
  void otherNameForTheId_isRefusedWithTheRightOne(String tool) throws Exception {
    for (String name : List.of("id", "invoice", "invoiceId", "number", "Invoice ID")) {
      ToolReply reply = tools.call(tool, "{\"%s\": \"A\"}".formatted(name));

      assertInvalid(reply);
      assertThat(reply.text())
          .contains("is no argument of this tool; give the id of the invoice as invoice_id");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"approve_invoice", "reject_invoice"})
  void otherNameForTheNote_isReadAsTheNote_withALineInTheLog(String tool) throws Exception {
    for (String name : List.of("notes", "reason", "Comment", "comments", "message", "re_mark")) {
      ToolReply reply =
          tools.call(tool, "{\"invoice_id\": \"A\", \"%s\": \"Too dear\"}".formatted(name));

      assertThat(reply.code()).isEqualTo("TEMPORAL_UNREACHABLE");
      assertThat(tools.log())
          .filteredOn(
              line -> line.endsWith("%s: read the argument %s as the note".formatted(tool, name)))
          .hasSize(1);
      ToolReply tooLong =
          tools.call(
              tool, "{\"invoice_id\": \"A\", \"%s\": \"%s\"}".formatted(name, "x".repeat(501)));
      assertInvalid(tooLong);
      assertThat(paths(tooLong)).containsExactly(name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"reason\": 7",
        "\"reason\": \" \"",
        "\"reason\": [\"Too dear\"]",
        "\"rea son\": \"Too dear\"",
        "\"reason\": \"Too dear\", \"comment\": \"Too old\"",
        "\"note\": \"Too dear\", \"reason\": \"%s\""
      })
  void otherNameForTheNote_isIgnored_whereItIsNotTheOnlyText(String others) throws Exception {
    String arguments = others.contains("%s") ? others.formatted("x".repeat(501)) : others;
    int before = tools.log().size();

    ToolReply reply =
        tools.call("reject_invoice", "{\"invoice_id\": \"A\", %s}".formatted(arguments));

    assertThat(reply.code()).isEqualTo("TEMPORAL_UNREACHABLE");
    assertThat(tools.log().subList(before, tools.log().size()))
        .anyMatch(line -> line.contains("reject_invoice: ignored arguments"))
        .noneMatch(line -> line.contains("as the note"));
  }

  @Test
  void otherNameBesideTheId_isIgnored() throws Exception {
    for (String other : List.of("number", "id", "reason", "note")) {
      ToolReply reply =
          tools.call(
              "get_invoice_status", "{\"invoice_id\": \"A\", \"%s\": \"B\"}".formatted(other));

      assertThat(reply.code()).isEqualTo("TEMPORAL_UNREACHABLE");
    }
  }

  @Test
  void noteThatIsTooLong_isRefused() throws Exception {
    ToolReply reply = tools.approve("INV-1", "x".repeat(501));

    assertInvalid(reply);
    assertThat(paths(reply)).containsExactly("note");
    assertGolden("invalid-input-long-note", reply);
  }

  @Test
  void noArgumentsAtAll_areReportedAsMissing() throws Exception {
    assertThat(paths(tools.call("process_invoice", "{}"))).containsExactly("invoice_data");
  }

  private static void assertInvalid(ToolReply reply) {
    assertThat(reply.isError()).isTrue();
    assertThat(reply.code()).isEqualTo("INVALID_INPUT");
  }

  private static String ofAmount(String currency, String amount) {
    return "{'id': 'A', 'currency': '%s', 'lines': [{'item': 'Desk', 'amount': %s}]}"
        .formatted(currency, amount);
  }

  private static String problem(ToolReply reply) {
    return reply.content().at("/faults/0/problem").asText();
  }

  private static List<String> paths(ToolReply reply) {
    List<String> paths = new ArrayList<>();
    for (JsonNode fault : reply.content().get("faults")) {
      paths.add(fault.get("path").asText());
    }
    return paths;
  }
}
