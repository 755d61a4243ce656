package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.testkit.InvoiceTools;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.ToolReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that no tool may act on; there is no Temporal, so nobody can have asked it. */
@Timeout(60)
class InvalidInputIT {

  private static InvoiceTools tools;

  @BeforeAll
  static void start() throws Exception {
    tools = InvoiceTools.start(process -> JarProcess.alone(process, Map.of()), "claude-ai");
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
    assertThat(reply.text()).contains("It has more faults than the 20 listed here.");
  }

  @Test
  void invoiceWithManyFaults_isToldAllOfThemAtOnce_eachWithItsPath() throws Exception {
    ToolReply reply =
        tools.submit(
            """
            {"id": "INV 1", "vendor": 7, "currency": "DOLLARS", "due": "today", "lines": [
              {"item": " ", "amount": "12"},
              {"amount": -1, "quantity": 3},
              7]}""");

    assertInvalid(reply);
    assertThat(paths(reply))
        .containsExactlyInAnyOrder(
            "invoice_data.id",
            "invoice_data.vendor",
            "invoice_data.currency",
            "invoice_data.due",
            "invoice_data.lines[0].item",
            "invoice_data.lines[0].amount",
            "invoice_data.lines[1].item",
            "invoice_data.lines[1].amount",
            "invoice_data.lines[1].quantity",
            "invoice_data.lines[2]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'lines': [{'item': 'Desk', 'amount': 1}]} | invoice_data.id | is missing",
        "{'id': 'A'} | invoice_data.lines | is missing",
        "{'id': 'A', 'lines': []} | invoice_data.lines | at least one line",
        "{'id': 'A', 'lines': [{'item': 'Desk', 'amount': 0}]} | invoice_data.lines[0].amount | greater than zero",
        "{'id': 'A', 'lines': [{'item': 'Desk', 'amount': 1.001}]} | invoice_data.lines[0].amount | at most 2 decimal places in USD",
        "{'id': 'A', 'lines': [{'item': 'Desk', 'amount': 1e15}]} | invoice_data.lines[0].amount | at most 12 digits",
        "{'id': 'A', 'currency': 'JPY', 'lines': [{'item': 'Desk', 'amount': 1.5}]} | invoice_data.lines[0].amount | at most 0 decimal places in JPY",
        "{'id': 'A', 'total': 2, 'lines': [{'item': 'Desk', 'amount': 1}]} | invoice_data.total | which is 1.00",
        "{'id': 'A', 'lines': [{'item': 'a\\nb', 'amount': 1}]} | invoice_data.lines[0].item | U+000A",
        "7 | invoice_data | must be an object",
        "null | invoice_data | is missing",
      })
  void faultyInvoice_isRefusedWithItsPathAndTheReason(String invoice, String path, String problem)
      throws Exception {
    ToolReply reply = tools.submit(invoice.replace('\'', '"'));

    assertInvalid(reply);
    assertThat(reply.content().get("faults"))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.get("path").asText()).isEqualTo(path);
              assertThat(fault.get("problem").asText()).contains(problem);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"approve_invoice", "reject_invoice", "get_invoice_status"})
  void missingInvoiceId_isNamed(String tool) throws Exception {
    for (String arguments : List.of("{}", "{\"invoice_id\": null}", "{\"invoice_id\": 7}")) {
      ToolReply reply = tools.call(tool, arguments);

      assertInvalid(reply);
      assertThat(paths(reply)).containsExactly("invoice_id");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "../x", "ä", "a/b", "a\nb"})
  void impossibleInvoiceId_isRefused(String id) throws Exception {
    ToolReply reply = tools.status(id);

    assertInvalid(reply);
    assertThat(paths(reply)).containsExactly("invoice_id");
  }

  @ParameterizedTest
  @CsvSource({
    "process_invoice, invoice_data",
    "approve_invoice, 'invoice_id, note'",
    "reject_invoice, 'invoice_id, note'",
    "get_invoice_status, invoice_id"
  })
  void unknownArgument_isRefusedByName_andTheKnownOnesAreTold(String tool, String known)
      throws Exception {
    ToolReply reply =
        tools.call(
            tool,
            tool.equals("process_invoice")
                ? "{\"invoice_data\": {\"id\": \"A\", \"lines\": [{\"item\": \"Desk\", \"amount\": 1}]}, \"urgent\": true}"
                : "{\"invoice_id\": \"A\", \"urgent\": true}");

    assertInvalid(reply);
    assertThat(reply.text())
        .contains("- urgent is not a known field. Known fields: %s. ".formatted(known));
  }

  @Test
  void noteThatIsTooLong_isRefused() throws Exception {
    ToolReply reply = tools.approve("INV-1", "x".repeat(501));

    assertInvalid(reply);
    assertThat(reply.text()).contains("- note must have at most 500 characters");
  }

  @Test
  void noArgumentsAtAll_areToldAsMissing() throws Exception {
    assertThat(paths(tools.call("process_invoice", "{}"))).containsExactly("invoice_data");
  }

  private static void assertInvalid(ToolReply reply) {
    assertThat(reply.isError()).isTrue();
    assertThat(reply.code()).isEqualTo("INVALID_INPUT");
    assertThat(reply.text())
        .startsWith("Nothing was done, because the input is not valid. Correct it and call again.");
  }

  private static List<String> paths(ToolReply reply) {
    List<String> paths = new ArrayList<>();
    for (JsonNode fault : reply.content().get("faults")) {
      paths.add(fault.get("path").asText());
    }
    return paths;
  }
}
