package dev.invoices.server;

import static dev.invoices.testkit.GoldenResult.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.ComparesResults;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.ToolReply;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person saw is what is paid. */
@Timeout(60)
@ComparesResults
class ChangedContentIT {

  private static final String SMALL =
      """
      {"id": "%s", "vendor": "Alpha", "lines": [{"item": "Fee", "amount": 100}]}""";
  private static final String LARGE =
      """
      {"id": "%s", "vendor": "Omega", "lines": [{"item": "Yacht", "amount": 9000}]}""";

  private static InvoiceStack stack;
  private static McpTools ann;
  private static McpTools bob;

  @BeforeAll
  static void start() throws Exception {
    stack = InvoiceStack.start();
    stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT1H"));
    ann = stack.connect("client-of-ann");
    bob = stack.connect("client-of-bob");
    stack.warmUp(ann);
  }

  @AfterAll
  static void stop() throws IOException {
    stack.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"approve_invoice", "reject_invoice"})
  void contentReplacedSinceItWasShown_refusedAndNothingIsSent(String tool) throws Exception {
    String id = "SHOWN-" + tool.charAt(0);
    ann.submit(SMALL.formatted(id));
    replaceByBob(id);

    ToolReply reply = ann.call(tool, Map.of("invoice_id", id));

    assertThat(reply.code()).isEqualTo("CHANGED");
    assertThat(reply.isError()).isTrue();
    assertThat(reply.text())
        .contains("shown before as: Vendor: \"Alpha\"; Total: USD 100.00", "Omega", "USD 9,000.00");
    assertGolden(tool + "-changed", reply);
    assertThat(stack.decisions(id)).isEmpty();
    assertThat(bob.status(id).status()).isEqualTo("Awaiting approval");
  }

  /** Bob has rejected what Ann was shown. She does not know that when she approves. */
  @Test
  void sameContentSubmittedAgainAfterARejection_isAskedAnew() throws Exception {
    ann.submit(SMALL.formatted("AGAIN"));
    ann.awaitStatus("AGAIN", "Awaiting approval");
    bob.reject("AGAIN");
    bob.awaitClosed("AGAIN");
    bob.submit(SMALL.formatted("AGAIN"));
    bob.awaitStatus("AGAIN", "Awaiting approval");

    assertThat(ann.approve("AGAIN").code()).isEqualTo("ASKED_ANEW");

    assertThat(bob.status("AGAIN").status()).isEqualTo("Awaiting approval");
    assertThat(ann.approve("AGAIN").code()).isEqualTo("APPROVED");
  }

  @Test
  void nothingReplacedButAnExtra_refusedAndNamed() throws Exception {
    ann.submit(withAccount("EXTRA", "DE 1"));
    bob.reject("EXTRA");
    bob.submit(withAccount("EXTRA", "DE 2"));

    ToolReply reply = ann.approve("EXTRA");

    assertThat(reply.code()).isEqualTo("CHANGED");
    assertThat(reply.message())
        .contains("What differs (shown before -> now): Extra \"account\": \"DE 1\" -> \"DE 2\".");
    assertThat(stack.decisions("EXTRA")).isEmpty();
  }

  @Test
  void contentThatTheStatusHasShown_isDecidedAbout() throws Exception {
    ann.submit(SMALL.formatted("SEEN"));
    replaceByBob("SEEN");

    ann.status("SEEN");

    assertThat(ann.approve("SEEN").code()).isEqualTo("APPROVED");
  }

  @Test
  void invoiceThatThisConversationHasNotShown_decidedAndTheResultSaysWhatItIs() throws Exception {
    ann.submit(LARGE.formatted("UNSEEN"));

    ToolReply reply = bob.approve("UNSEEN");

    assertThat(reply.code()).isEqualTo("APPROVED");
    List<String> first = reply.text().lines().limit(4).toList();
    assertThat(first).contains("Vendor: \"Omega\"", "Total: USD 9,000.00 in 1 line");
  }

  private static String withAccount(String id, String account) {
    return SMALL
        .formatted(id)
        .replace("\"lines\"", "\"extra\": {\"account\": \"%s\"}, \"lines\"".formatted(account));
  }

  private static void replaceByBob(String id) throws IOException {
    assertThat(bob.reject(id).code()).isEqualTo("REJECTED");
    assertThat(bob.submit(LARGE.formatted(id)).code()).isEqualTo("STARTED");
  }
}
