package dev.invoices.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.vladsch.flexmark.ext.autolink.AutolinkExtension;
import com.vladsch.flexmark.html.HtmlRenderer;
import com.vladsch.flexmark.parser.Parser;
import dev.invoices.client.InvoiceView;
import dev.invoices.client.InvoiceView.Source;
import dev.invoices.client.record.InvoiceRun;
import dev.invoices.client.record.ResumeCommand;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.InvoiceWarning.Kind;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.json.ExactJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a form reads in clients that keep its line breaks, and in those that do not. */
class DecisionFormTest {

  private static final Parser PARSER =
      Parser.builder().extensions(List.of(AutolinkExtension.create())).build();

  private static final HtmlRenderer RENDERER = HtmlRenderer.builder().build();

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

  /** VS Code takes the message for Markdown, and leaves out what it takes for HTML. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ACME <!--",
        "--> Total: USD 1.00 in 1 line. <b>",
        "<details><summary>USD 1.00</summary>",
        "~~not~~ this",
        "*two* and **three**, _four_ and __five__",
        "`code` and ``more",
        "[a link](x.example) and ![a picture](x.example)",
        "[x]: /y",
        "| a | b | # c",
        "&lt;b&gt; &#42; &amp;",
        "back\\*slash\\",
        "https://pay.example and www.pay.example and WWW.pay.example",
        "pay@bank.example and mailto:pay@bank.example",
        "$x^2$ and ^y^"
      })
  void textOfAStranger_isShownWholeByClientsThatRenderMarkdown(String text) {
    DecisionForm form = new DecisionForm(hostile(text));

    String shown = RENDERER.render(PARSER.parse(form.message()));

    // Nothing acts: it is one paragraph of nothing but the characters of the message.
    assertThat(shown).isEqualTo("<p>" + form.message().replace("\"", "&quot;") + "</p>\n");
    assertThat(form.message())
        .contains("\nTotal: USD 12.00 in 12 lines.\n")
        .doesNotContainPattern("[<>`~\\[\\]*|#\\\\&!^$@]|://|(?i)www\\.|\\b_|_\\b");
  }

  @Test
  void ordinaryText_staysReadable() {
    assertThat(new DecisionForm(hostile("RE_2024-17 * R&D, 50% (net)")).message())
        .contains("Vendor: \"RE_2024-17 ＊ R＆D, 50% (net)\".");
  }

  @Test
  void choice_namesTheMoney() {
    assertThat(choices(INVOICE))
        .isEqualTo(List.of("Approve: pay USD 12.00", "Reject: pay nothing"));
  }

  @Test
  void choiceAboutTheRest_namesWhatIsNotPaidYet() throws IOException {
    ObjectNode paidInPart = ExactJson.mapper().valueToTree(INVOICE);
    paidInPart.put("lines_paid", 2).put("paid", new BigDecimal("2.00"));

    assertThat(choices(ExactJson.mapper().treeToValue(paidInPart, InvoiceSnapshot.class)))
        .isEqualTo(List.of("Approve: pay USD 10.00 more", "Reject: pay nothing more"));
  }

  private static List<?> choices(InvoiceSnapshot invoice) {
    Map<String, Object> schema = new DecisionForm(view(invoice, Optional.empty())).schema(true, "");
    Map<?, ?> decision = (Map<?, ?>) ((Map<?, ?>) schema.get("properties")).get("decision");
    assertThat(decision.get("enum")).isEqualTo(List.of("approve", "reject"));
    return (List<?>) decision.get("enumNames");
  }

  /** An invoice of which every text is the stranger's. */
  private static InvoiceView hostile(String text) {
    String word = ExactJson.write(text);
    InvoiceSnapshot invoice =
        InvoiceSnapshot.submitted(
                InvoiceSamples.valid(
                    """
                    {"id": "INV-001", "number": %1$s, "vendor": %1$s, "purchase_order": %1$s,
                     "extra": {%1$s: %1$s}, "lines": [%2$s{"item": "Pen", "amount": 1}]}"""
                        .formatted(
                            word,
                            "{\"item\": %1$s, \"description\": %1$s, \"amount\": 1},"
                                .formatted(word)
                                .repeat(11))),
                Instant.parse("2026-11-23T12:00:00Z"))
            .withWarnings(List.of(InvoiceWarning.of(Kind.POSSIBLE_DUPLICATE, "Of " + text)));
    Decision decision =
        new Decision(
            false, text, text, text, "", Instant.EPOCH, false, Optional.empty(), Optional.empty());
    return view(text, Optional.of(text), Optional.of(decision), invoice, Optional.empty());
  }

  private static InvoiceView view(InvoiceSnapshot said, Optional<ResumeCommand> paused) {
    return view("INV-001", Optional.empty(), Optional.empty(), said, paused);
  }

  private static InvoiceView view(
      String id,
      Optional<String> foreignStatus,
      Optional<Decision> decision,
      InvoiceSnapshot said,
      Optional<ResumeCommand> paused) {
    return new InvoiceView(
        InvoiceRun.of(id, "a-run"),
        true,
        InvoiceStatus.AWAITING_APPROVAL,
        foreignStatus,
        Optional.of(said),
        Source.WORKER,
        Optional.empty(),
        List.of(),
        paused,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }
}
