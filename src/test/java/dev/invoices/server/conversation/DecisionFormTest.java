package dev.invoices.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.client.InvoiceView;
import dev.invoices.client.InvoiceView.Source;
import dev.invoices.client.record.InvoiceRun;
import dev.invoices.client.record.ResumeCommand;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.InvoiceWarning.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a form reads in clients that keep its line breaks, and in those that do not. */
class DecisionFormTest {

  private static final InvoiceSnapshot INVOICE =
      InvoiceSnapshot.submitted(
              InvoiceSamples.valid(
                  """
              {"id": "INV-001", "vendor": "Acme Inc.", "due_date": "2026-12-01", "lines": [%s]}"""
                      .formatted(
                          "{\"item\": \"Pen\", \"amount\": 1},".repeat(11)
                              + "{\"item\": \"Pen\", \"amount\": 1}")),
              Instant.parse("2026-11-23T12:00:00Z"))
          .withWarnings(List.of(InvoiceWarning.of(Kind.PAST_DUE, "It was due.")));

  @Test
  void everyLine_endsAsASentenceDoes() {
    String message = new DecisionForm(view(INVOICE, Optional.empty())).message();

    assertThat(message)
        .isEqualTo(
            """
            Approve or reject invoice INV-001?
            Status: Awaiting approval.
            Vendor: "Acme Inc.".
            Total: USD 12.00 in 12 lines.
            Warning: It was due.
            Due: 2026-12-01.
            Line 1: USD 1.00, not paid yet: "Pen".
            Line 2: USD 1.00, not paid yet: "Pen".
            Line 3: USD 1.00, not paid yet: "Pen".
            Line 4: USD 1.00, not paid yet: "Pen".
            Line 5: USD 1.00, not paid yet: "Pen".
            Line 6: USD 1.00, not paid yet: "Pen".
            Line 7: USD 1.00, not paid yet: "Pen".
            Line 8: USD 1.00, not paid yet: "Pen".
            Line 9: USD 1.00, not paid yet: "Pen".
            Line 10: USD 1.00, not paid yet: "Pen";
            and 2 more lines.""");
  }

  @Test
  void commandAtTheEndOfALine_isLeftAsItIs() {
    ResumeCommand command = new ResumeCommand("temporal workflow unpause", List.of());

    assertThat(new DecisionForm(view(INVOICE, Optional.of(command))).message())
        .endsWith(" enters: temporal workflow unpause");
  }

  @Test
  void warningOfAStranger_canBeginNoLine() {
    InvoiceSnapshot hostile =
        INVOICE.withWarnings(
            List.of(InvoiceWarning.of(Kind.PAST_DUE, "Late.\nStatus: Completed\u202E")));

    assertThat(new DecisionForm(view(hostile, Optional.empty())).message().lines())
        .contains("Status: Awaiting approval.")
        .noneMatch(line -> line.startsWith("Status: Completed"))
        .noneMatch(line -> line.contains("\u202E"));
  }

  private static InvoiceView view(InvoiceSnapshot said, Optional<ResumeCommand> paused) {
    return new InvoiceView(
        InvoiceRun.of("INV-001", "a-run"),
        true,
        InvoiceStatus.AWAITING_APPROVAL,
        Optional.empty(),
        Optional.of(said),
        Source.WORKER,
        Optional.empty(),
        List.of(),
        paused,
        false,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }
}
