package dev.invoices.server.inbox;

import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.LineItem;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.text.LineCount;
import dev.invoices.text.Quote;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The lines of a long invoice that no worker reports. A person approves them, too, so the terminal
 * shows them, as they were submitted.
 */
final class OtherLines {

  private OtherLines() {}

  /**
   * What stands below the lines that are reported.
   *
   * @param details with fewer lines than the invoice has; with none, which is said elsewhere, where
   *     no worker answers
   * @param all as they were submitted; empty when they cannot be read
   */
  static List<String> of(InvoiceSnapshot details, List<LineItem> all) {
    int more = details.lineCount() - details.lines().size();
    if (all.isEmpty() && details.lines().isEmpty()) {
      return List.of();
    }
    if (all.isEmpty()) {
      return List.of(
          "This is not the whole invoice: %,d of its %s cannot be shown here now. They stand in the input of its workflow, in Temporal's Web UI."
              .formatted(more, LineCount.text(details.lineCount())));
    }
    Set<Integer> reported =
        details.lines().stream().map(LineSnapshot::line).collect(Collectors.toSet());
    List<String> texts = new ArrayList<>();
    texts.add("As submitted, the invoice has %s more:".formatted(LineCount.text(more)));
    for (int line = 1; line <= all.size(); line++) {
      if (!reported.contains(line)) {
        describe(LineSnapshot.submitted(line, all.get(line - 1)), details.currency(), texts);
      }
    }
    return texts;
  }

  /** What the numbers say, then what the invoice says. */
  private static void describe(LineSnapshot line, Currency currency, List<String> texts) {
    texts.add(
        "Line %d: %s: %s".formatted(line.line(), line.price(currency), Quote.of(line.item())));
    if (!line.description().isEmpty()) {
      texts.add("Line %d, description: %s".formatted(line.line(), Quote.of(line.description())));
    }
  }
}
