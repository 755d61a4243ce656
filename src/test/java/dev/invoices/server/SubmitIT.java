package dev.invoices.server;

import static dev.invoices.testkit.GoldenResult.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.payment.IdempotencyKey;
import dev.invoices.testkit.ComparesResults;
import dev.invoices.testkit.EveryTool;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.ToolReply;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code process_invoice}: what is started, what is not, and that no cent is lost on the way. */
@Timeout(60)
@ComparesResults
class SubmitIT {

  private static InvoiceStack stack;
  private static McpTools tools;

  @BeforeAll
  static void start() throws Exception {
    stack = InvoiceStack.start();
    stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S"));
    tools = stack.connect("claude-ai");
    stack.warmUp(tools);
  }

  @AfterAll
  static void stop() throws IOException {
    stack.close();
  }

  @Test
  void newInvoice_isStarted_andTheResultSaysWhatAPersonHasToKnow() throws Exception {
    ToolReply reply =
        tools.submit(
            """
            {"id": "INV-1", "vendor": "Acme Ltd", "currency": "EUR", "total": 2100.10, "lines": [
              {"item": "Design Services", "amount": 2000, "description": "May"},
              {"item": "Hosting", "amount": 100.10}]}""");

    assertThat(reply.isError()).isFalse();
    assertThat(reply.code()).isEqualTo("STARTED");
    assertGolden("started", reply);
    assertThat(reply.content().get("workflow_id").asText()).isEqualTo("invoice-INV-1");
    assertThat(reply.content().get("worker_answered").asBoolean()).isTrue();
    assertThat(reply.invoice().orElseThrow())
        .satisfies(
            invoice -> {
              assertThat(invoice.status().text()).isEqualTo("Awaiting approval");
              assertThat(invoice.total()).isEqualTo(new BigDecimal("2100.10"));
              assertThat(invoice.paid()).isEqualTo(new BigDecimal("0.00"));
              assertThat(invoice.decision()).isEmpty();
              assertThat(invoice.digest()).hasSize(64);
              assertThat(invoice.approvalDeadline().orElseThrow())
                  .isBetween(
                      invoice.submittedAt().plus(Duration.ofDays(5)),
                      invoice.submittedAt().plus(Duration.ofDays(5).plusMinutes(1)));
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'id': 'ID', 'lines': [{'item': 'Desk', 'amount': 5000}]}",
        "{'id': 'ID', 'lines': [{'item': 'Desk', 'amount': 5000.00}]}",
        "{'id': 'ID', 'lines': [{'item': 'Desk', 'amount': 5e3}]}",
        "{'lines': [{'amount': 5000.0, 'description': '', 'item': 'Desk'}], 'id': 'ID'}",
        "{'id': 'ID', 'vendor': null, 'currency': 'USD', 'total': 5000, 'lines': [{'item': 'Desk', 'amount': 5000}]}"
      })
  void sameInvoiceAgainWhileOpen_startsNothing_howeverItIsWritten(String again) throws Exception {
    // given an open invoice
    String id = "AGAIN-" + Integer.toHexString(again.hashCode());
    tools.submit(invoice(id, "5000"));
    String run = stack.runId(id);

    // when it is submitted again
    ToolReply reply = tools.submit(again.replace('\'', '"').replace("ID", id));

    // then the answer is about the same workflow
    assertThat(reply.isError()).isFalse();
    assertThat(reply.code()).isEqualTo("ALREADY_OPEN");
    assertGolden("already-open", reply, id, "<id>");
    assertThat(reply.content().get("workflow_id").asText()).isEqualTo("invoice-" + id);
    assertThat(stack.runId(id)).isEqualTo(run);
  }

  @Test
  void otherContentUnderAnOpenId_isRefused_andTheOpenInvoiceStaysAsItIs() throws Exception {
    tools.submit(invoice("TAKEN-1", "10"));
    String run = stack.runId("TAKEN-1");

    ToolReply reply = tools.submit(invoice("TAKEN-1", "10.01"));

    assertThat(reply.isError()).isTrue();
    assertThat(reply.code()).isEqualTo("ID_IN_USE");
    assertGolden("id-in-use", reply);
    assertThat(stack.runId("TAKEN-1")).isEqualTo(run);
    assertThat(tools.status("TAKEN-1").invoice().orElseThrow().total())
        .isEqualTo(new BigDecimal("10.00"));
  }

  @Test
  void paidInvoiceAgain_isRefusedPermanently() throws Exception {
    // given an invoice that was paid
    tools.submit(invoice("PAID-1", "10"));
    tools.approve("PAID-1");
    tools.awaitClosed("PAID-1");
    String run = stack.runId("PAID-1");

    // when it is submitted again, as it was or with other content
    for (String amount : new String[] {"10", "20"}) {
      ToolReply reply = tools.submit(invoice("PAID-1", amount));

      // then nothing is started
      assertThat(reply.isError()).isTrue();
      assertThat(reply.code()).isEqualTo("ALREADY_CLOSED");
      assertGolden(amount.equals("20") ? "already-closed-other-content" : "already-closed", reply);
      assertThat(reply.status()).isEqualTo("Completed");
      assertThat(reply.message())
          .contains("was submitted before and was paid (Completed)")
          .doesNotContain("unpaid");
    }
    assertThat(stack.runId("PAID-1")).isEqualTo(run);
  }

  @Test
  void openIdOfAnotherVendor_isRefusedWithItsName_andAnIdThatIsReady() throws Exception {
    tools.submit(EveryTool.invoice("1001"));

    ToolReply reply = tools.submit(of("Beta Cleaning GmbH", "1001"));

    assertThat(reply.code()).isEqualTo("ID_IN_USE");
    assertThat(reply.message())
        .contains("another vendor", "\"Acme\"", "\"1001 (Beta Cleaning GmbH)\"");
    assertGolden("id-in-use-other-vendor", reply);
  }

  @Test
  void openIdOfAThirdVendor_isRefusedWithTheNextId_andItsOwnNumber() throws Exception {
    tools.submit(of("ООО Альфа", "INV-21"));
    String beta = of("ООО Бета", "INV-21 (2)").replaceFirst("\\{", "{\"number\": \"INV-21\",");
    tools.submit(beta);

    ToolReply reply = tools.submit(beta.replace("Бета", "Гамма"));

    assertThat(reply.code()).isEqualTo("ID_IN_USE");
    assertThat(reply.message())
        .contains("\"ООО Бета\"", "The id: \"INV-21 (3)\", the number: \"INV-21\"");
  }

  @Test
  void openIdOfAVendorWhoseNameDiffersInCaseAlone_isRefusedWithoutAnotherId() throws Exception {
    tools.submit(of("İzmir Tekstil A.Ş.", "TR-21"));

    ToolReply reply = tools.submit(of("izmir tekstil a.ş.", "TR-21"));

    assertThat(reply.code()).isEqualTo("ID_IN_USE");
    assertThat(reply.message())
        .contains("a different invoice with the id TR-21 is still open")
        .doesNotContain("another vendor", "TR-21 (");
  }

  @Test
  void paidIdOfAnotherVendor_isRefusedWithItsName_andAnIdThatIsReady() throws Exception {
    tools.submit(EveryTool.invoice("1002"));
    tools.approve("1002");
    tools.awaitClosed("1002");

    ToolReply reply = tools.submit(of("Beta Cleaning GmbH", "1002"));

    assertThat(reply.code()).isEqualTo("ALREADY_CLOSED");
    assertThat(reply.message())
        .contains("another vendor", "\"Acme\"", "\"1002 (Beta Cleaning GmbH)\"")
        .doesNotContain("Do not submit it under another id");
    assertGolden("already-closed-other-vendor", reply);
  }

  @Test
  void paidNumberOfAnotherYear_isRefusedWithAQuestion_andAnIdThatIsReady() throws Exception {
    tools.submit(dated("Delta", "1", "2024-01-10"));
    tools.approve("1");
    tools.awaitClosed("1");

    ToolReply reply = tools.submit(dated("Delta", "1", "2025-01-10"));

    assertThat(reply.code()).isEqualTo("ALREADY_CLOSED");
    assertThat(reply.message())
        .contains(
            "Their issue dates are of different years.",
            "Ask the person whether both are the same paper",
            "The id: \"1 (Delta)\", the number: \"1\"",
            "Issued: 2024-01-10 -> 2025-01-10");
    assertGolden("already-closed-other-year", reply);
    for (String sameYear : List.of(dated("Delta", "1", "2024-10-01"), of("Delta", "1"))) {
      assertThat(tools.submit(sameYear).message())
          .contains("Do not submit it under another id, or it will be paid twice.")
          .doesNotContain("The id:");
    }

    // and one without a vendor gets no id, because a second copy under it would not be noticed
    String bare = invoice("7", "10").replaceFirst("\\{", "{\"issue_date\": \"2024-01-10\",");
    tools.submit(bare);
    tools.approve("7");
    tools.awaitClosed("7");
    assertThat(tools.submit(bare.replace("2024", "2025")).message()).doesNotContain("The id:");

    // and under the id that was offered it is a possible duplicate, even if its number is left out
    tools.submit(dated("Delta", "1 (Delta)", "2025-01-10"));
    assertThat(tools.approve("1 (Delta)").code()).isEqualTo("POSSIBLE_DUPLICATE");
  }

  @ParameterizedTest
  @CsvSource({"1006, 'Gamma Ltd.', 'GAMMA, Ltd'", "1007, Café Bleu, Cafe Bleu"})
  void paidIdOfAVendorOfTheSameLetters_isRefusedWithBothNames_andAQuestion(
      String id, String earlier, String now) throws Exception {
    tools.submit(of(earlier, id));
    tools.approve(id);
    tools.awaitClosed(id);

    ToolReply reply = tools.submit(of(now, id));

    assertThat(reply.code()).isEqualTo("ALREADY_CLOSED");
    assertThat(reply.message())
        .contains(
            "The earlier vendor: \"%s\", the vendor of this one: \"%s\"".formatted(earlier, now),
            "Ask the person whether both are the same paper",
            "If they are, do not submit it under another id",
            "The id: \"%1$s (%2$s)\", the number: \"%1$s\"".formatted(id, now),
            "What differs (submitted before -> now): Vendor: \"%s\" -> \"%s\"."
                .formatted(earlier, now))
        .doesNotContain("another vendor", "different content");
    if (id.equals("1007")) {
      assertGolden("already-closed-similar-vendor", reply);
    }
  }

  @ParameterizedTest
  @CsvSource({"'', Beta, 1003 (Beta)", "Beta, '', 1004 (2)"})
  void paidIdWhereOneNamesNoVendor_isRefusedWithAQuestion_andAnIdThatIsReady(
      String earlier, String now, String ready) throws Exception {
    String id = ready.substring(0, 4);
    tools.submit(of(earlier, id));
    tools.approve(id);
    tools.awaitClosed(id);

    ToolReply reply = tools.submit(of(now, id).replace("Desk", "Lamp"));

    assertThat(reply.code()).isEqualTo("ALREADY_CLOSED");
    assertThat(reply.message())
        .contains(
            "one of the two names no vendor. Ask the person whether both are the same paper",
            "The id: \"%s\", the number: \"%s\"".formatted(ready, id));
    if (earlier.isEmpty()) {
      assertGolden("already-closed-unnamed-vendor", reply);
    }
    tools.submit(
        of(now, id)
            .replace("Desk", "Lamp")
            .replace("\"%s\"".formatted(id), "\"%s\"".formatted(ready)));
    assertThat(tools.status(ready).status()).isEqualTo("Awaiting approval");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ACME ", "acme", "Ac \u00a0me"})
  void usedIdOfTheSameOrAnUnknownVendor_isRefusedWithCaution(String vendor) throws Exception {
    String id = "SAME-" + Integer.toHexString(vendor.hashCode());
    tools.submit(EveryTool.invoice(id));
    String again = of(vendor, id).replace("10", "11");

    assertThat(tools.submit(again).message())
        .contains("or both will be paid")
        .doesNotContain("another vendor");
    tools.approve(id);
    tools.awaitClosed(id);
    assertThat(tools.submit(again).message())
        .contains("Do not submit it under another id")
        .doesNotContain("another vendor");
  }

  @Test
  void rejectedInvoiceAgain_isAccepted() throws Exception {
    // given an invoice that was rejected
    tools.submit(invoice("REJECTED-1", "10"));
    tools.reject("REJECTED-1");
    tools.awaitStatus("REJECTED-1", "Rejected by approver");
    String run = stack.runId("REJECTED-1");

    // when it is submitted again, corrected
    ToolReply reply = tools.submit(invoice("REJECTED-1", "9"));

    // then it starts over, with no trace of the earlier decision
    assertThat(reply.code()).isEqualTo("STARTED");
    assertThat(reply.content().has("decision")).isFalse();
    assertThat(stack.runId("REJECTED-1")).isNotEqualTo(run);
  }

  @ParameterizedTest
  @CsvSource({
    // currency, amount as written, amount as paid, amount as shown
    "USD, 100.10, 100.10, 'USD 100.10'",
    "USD, 0.1, 0.10, 'USD 0.10'",
    "USD, 999999999999.99, 999999999999.99, 'USD 999,999,999,999.99'",
    "KWD, 123456789012.345, 123456789012.345, 'KWD 123,456,789,012.345'",
    "JPY, 123456789012, 123456789012, 'JPY 123,456,789,012'",
    "JPY, 5000.00, 5000, 'JPY 5,000'"
  })
  void amount_isTheSameFromTheCallToThePayment(
      String currency, String written, String paid, String shown) throws Exception {
    // given an invoice with an amount that no double or float may touch
    String id = "EXACT-%s-%s".formatted(currency, written);
    ToolReply submitted =
        tools.submit(
            """
            {"id": "%s", "currency": "%s", "lines": [{"item": "Desk", "amount": %s}]}"""
                .formatted(id, currency, written));
    assertThat(submitted.text()).contains(shown);
    assertThat(submitted.content().at("/invoice/total")).hasToString(paid);
    assertThat(submitted.content().at("/invoice/lines/0/amount")).hasToString(paid);

    // when it is paid
    tools.approve(id);
    ToolReply completed = tools.awaitStatus(id, "Completed");

    // then exactly this was paid and is reported
    assertThat(stack.requestedPayments(id))
        .singleElement()
        .asString()
        .contains(
            "\"amount\":%s,".formatted(paid),
            "\"idempotency_key\":\"%s\"".formatted(IdempotencyKey.of("default", "", id, 1)));
    assertThat(completed.content().at("/invoice/paid")).hasToString(paid);
    assertThat(completed.invoice().orElseThrow().linesPaid()).isEqualTo(1);
    assertThat(completed.text()).contains(shown);
  }

  private static String dated(String vendor, String id, String date) {
    return of(vendor, id).replaceFirst("\\{", "{\"issue_date\": \"%s\",".formatted(date));
  }

  private static String of(String vendor, String id) {
    return EveryTool.invoice(id).replace("Acme", vendor);
  }

  private static String invoice(String id, String amount) {
    return """
        {"id": "%s", "lines": [{"item": "Desk", "amount": %s}]}"""
        .formatted(id, amount);
  }
}
