package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.ToolReply;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A person answers a question that another person has answered, and a new one is open. */
@Timeout(60)
class EarlierQuestionIT {

  @Test
  void approvalMeantForTheQuestionBeforeADecline_paysNothingAndIsAskedAnew() throws Exception {
    try (var stack = InvoiceStack.start()) {
      // given an invoice above what is in the account, of which both persons have seen the question
      stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S", "INVOICE_SANDBOX_BALANCE", "10.00"));
      var ann = stack.connect("client-of-ann");
      var bob = stack.connect("client-of-bob");
      ann.submit("{\"id\": \"ASKED\", \"lines\": [{\"item\": \"Desk\", \"amount\": 50}]}");
      ann.awaitStatus("ASKED", "Awaiting approval");
      bob.awaitStatus("ASKED", "Awaiting approval");

      // when the one approves, the payment is declined, and then the other answers
      ann.approve("ASKED");
      ann.awaitStatus("ASKED", "Payment declined - awaiting decision");
      ToolReply late = bob.approve("ASKED");

      // then that does not count, and says what is asked now
      assertThat(late.code()).isEqualTo("ASKED_ANEW");
      assertThat(late.isError()).isTrue();
      assertThat(late.status()).isEqualTo("Payment declined - awaiting decision");
      assertThat(late.text()).contains("declined", "Desk");
      assertThat(stack.requestedPayments("ASKED")).hasSize(1);

      // and now that it is shown, the same answer counts for the new question
      assertThat(bob.approve("ASKED").code()).isEqualTo("APPROVED");
    }
  }
}
