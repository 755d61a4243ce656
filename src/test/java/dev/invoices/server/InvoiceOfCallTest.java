package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.invoices.json.ExactJson;
import dev.invoices.server.stdio.RequestOrder.Subject;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvoiceOfCallTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'invoice_id': 'RÉ 21'}",
        "{'invoice_id': '  RÉ  21 '}",
        "{'invoice_id': 'RE\\u0301 21'}",
        "{'invoice_id': 'RÉ\\n21'}",
        "{'invoice_id': 'RÉ\\t21\\r\\n'}",
        "{'invoice_id': 'invoice-RÉ 21', 'note': 'ok'}",
        "{'invoice_id': 'RÉ 21', 'invoice_data': {'id': 'OTHER'}}"
      })
  void invoice_isTheSame_howeverItsIdIsWritten(String arguments) throws Exception {
    assertThat(subject("approve_invoice", arguments)).contains(new Subject("invoice RÉ 21", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'invoice_id': 'OTHER', 'invoice_data': {'id': 'RÉ 21'}}",
        "{'invoice_id': '', 'invoice_data': {'id': ' RE\\u0301  21'}}",
        "{'invoice_data': {'lines': [], 'id': 'RÉ 21'}}",
        "{'invoice_data': {'id': 'RÉ\\n21'}}",
        "{'invoice_data': '{\\\"id\\\": \\\"RÉ\\\\t21\\\"}'}",
        "{'invoice_data': '{\\\"lines\\\": [{\\\"id\\\": 1}], \\\"id\\\": \\\"RÉ 21\\\"}'}"
      })
  void submission_isAboutTheInvoiceInItsData(String arguments) throws Exception {
    assertThat(subject("process_invoice", arguments)).contains(new Subject("invoice RÉ 21", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{'invoice_id': ''}", "{'invoice_id': ' '}", "{'invoice_data': {'id': 'A'}}"})
  void decisionWithoutAnId_isAboutNoInvoice(String arguments) throws Exception {
    assertThat(subject("approve_invoice", arguments)).isEmpty();
  }

  @Test
  void number_isAnId_too() throws Exception {
    assertThat(subject("approve_invoice", "{'invoice_id': 1001}"))
        .isEqualTo(subject("process_invoice", "{'invoice_data': '{\\\"id\\\": 1001}'}"))
        .contains(new Subject("invoice 1001", true));
  }

  @Test
  void askingForTheStatus_changesNothing() throws Exception {
    assertThat(subject("get_invoice_status", "{'invoice_id': 'A'}"))
        .contains(new Subject("invoice A", false));
  }

  @Test
  void ids_differInUpperAndLowerCase() throws Exception {
    assertThat(subject("approve_invoice", "{'invoice_id': 'a'}"))
        .isNotEqualTo(subject("approve_invoice", "{'invoice_id': 'A'}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "{'invoice_id': ' '}",
        "{'invoice_id': null}",
        "{'invoice_id': ['A']}",
        "{'invoice_data': null}",
        "{'invoice_data': 'INV-1'}",
        "{'invoice_data': ''}",
        "{'invoice_data': '[1'}",
        "{'invoice_data': '{\\\"id\\\"'}",
        "{'invoice_data': '{\\\"id\\\": [1]}'}",
        "{'invoice_data': {'lines': []}}"
      })
  void callThatNamesNoInvoice_waitsForNone(String arguments) throws Exception {
    assertThat(subject("process_invoice", arguments)).isEmpty();
  }

  @Test
  void endlessId_isNone() throws Exception {
    assertThat(subject("approve_invoice", "{'invoice_id': '%s'}".formatted("A".repeat(1_001))))
        .isEmpty();
  }

  @Test
  void otherRequests_areAboutNoInvoice() {
    assertThat(InvoiceOfCall.subject(new JSONRPCRequest("tools/list", 1L, null))).isEmpty();
    assertThat(
            InvoiceOfCall.subject(
                new JSONRPCRequest("x", 1L, Map.of("arguments", Map.of("invoice_id", "A")))))
        .isEmpty();
  }

  private static Optional<Subject> subject(String tool, String arguments)
      throws JsonProcessingException {
    Map<?, ?> params =
        ExactJson.mapper()
            .readValue(
                "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments.replace('\'', '"')),
                Map.class);
    return InvoiceOfCall.subject(new JSONRPCRequest("tools/call", 1L, params));
  }
}
