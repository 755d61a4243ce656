package dev.invoices.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.server.conversation.DecisionForm;
import dev.invoices.text.Quote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code docs/deciding.md} shows of the terminal and of the form is what a person sees. */
class DocumentedDecisionTest {

  private static final WaitingInvoice INVOICE =
      WaitingInvoice.of(
          """
          {"id": "INV-78", "vendor": "Northwind GmbH", "due_date": "2026-12-10", "lines": [
            {"item": "Consulting", "amount": 5000.00}, {"item": "Design", "amount": 1250.50}]}""");

  @Test
  void sessionAtATerminal_isAsShown() throws Exception {
    TypedTerminal screen = new TypedTerminal();

    new Inbox(new ListOfInvoices(INVOICE), screen.echoing("1", "a", "as agreed", "yes")).browse();

    String ofAnna =
        screen
            .text()
            .strip()
            .replace(Quote.of(System.getProperty("user.name"), 200), "\"anna\"")
            .replaceFirst("(?<=terminal at )[0-9: -]+(?= UTC)", "2026-11-23 14:05:39");
    assertShown(ofAnna);
  }

  @Test
  void form_isAsShown() throws IOException {
    DecisionForm form = new DecisionForm(INVOICE.view());

    String fields =
        ((Map<?, ?>) form.schema(true, "").get("properties"))
            .values().stream()
                .map(field -> field((Map<?, ?>) field))
                .collect(Collectors.joining("\n"));

    assertShown(form.message() + "\n\n" + fields);
  }

  /** A field as a line: what a person chooses from, or what they are told about it. */
  private static String field(Map<?, ?> field) {
    String content =
        field.get("enumNames") instanceof List<?> choices
            ? choices.stream().map(choice -> "( ) " + choice).collect(Collectors.joining("  "))
            : "[ ] " + field.get("description");
    return field.get("title") + ": " + content;
  }

  private static void assertShown(String text) throws IOException {
    assertThat(Files.readString(Path.of("docs", "deciding.md")))
        .contains("\n```text\n" + text + "\n```\n");
  }
}
