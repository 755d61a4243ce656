package dev.invoices.server.conversation;

import dev.invoices.client.InvoiceView;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.server.tools.wording.InertText;
import dev.invoices.server.tools.wording.InvoiceText;
import dev.invoices.text.CleanText;
import dev.invoices.text.Quote;
import dev.invoices.text.SafeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The form in which a person decides about one invoice: what it shows, its fields, and how its
 * reply is read. Its fields are of the kinds that <a
 * href="https://modelcontextprotocol.io/specification/2025-11-25/client/elicitation">MCP's
 * elicitation</a> allows.
 */
public final class DecisionForm {

  /** How many lines of the invoice it lists. */
  static final int MAX_LINES = 10;

  private static final String DECISION = "decision";
  private static final String NOTE = "note";
  private static final String NO_DUPLICATE = "no_duplicate";
  private static final String APPROVE = "approve";
  private static final String REJECT = "reject";

  private final InvoiceView view;

  /**
   * @param view the invoice as it is now
   */
  public DecisionForm(InvoiceView view) {
    this.view = view;
  }

  /**
   * What a person decided in the form.
   *
   * @param approved true to pay, false not to
   * @param note their own words; may be empty
   * @param duplicateAcknowledged whether they have said that it is no duplicate
   */
  public record Reply(boolean approved, String note, boolean duplicateAcknowledged) {}

  /**
   * What stands above the fields. Each line ends as a sentence does, because some clients show all
   * of them as one paragraph; and none acts as Markdown, because some clients render that.
   */
  public String message() {
    List<String> lines = new ArrayList<>();
    lines.add("Approve or reject invoice %s?".formatted(Quote.word(view.run().invoiceId())));
    lines.add("Status: " + InvoiceText.status(view));
    lines.addAll(InvoiceText.lines(view, MAX_LINES));
    StringBuilder message = new StringBuilder();
    for (int at = 0; at < lines.size(); at++) {
      boolean isLast = at == lines.size() - 1;
      // Our own texts are safe; what another worker or client left in Temporal need not be.
      String line = SafeText.of(lines.get(at), Integer.MAX_VALUE);
      message.append(InertText.of(ended(line, isLast ? "" : lines.get(at + 1))));
      message.append(isLast ? "" : "\n");
    }
    return message.toString();
  }

  private String ended(String line, String next) {
    boolean hasEnd = line.endsWith(".") || line.endsWith("?");
    if (hasEnd || isCommand(line)) {
      return line;
    }
    boolean isGoingOn = !next.isEmpty() && Character.isLowerCase(next.codePointAt(0));
    return line + (isGoingOn ? ";" : ".");
  }

  /** What an operator copies from the end of a line must be the command and nothing more. */
  private boolean isCommand(String line) {
    return Stream.concat(
            view.resumeCommand().stream(),
            view.payments().stream().flatMap(payment -> payment.resumeCommand().stream()))
        .anyMatch(command -> line.endsWith(command.text()));
  }

  /**
   * The fields.
   *
   * @param approve which decision is preselected
   * @param note what stands in the note at first
   */
  public Map<String, Object> schema(boolean approve, String note) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(
        DECISION,
        Map.of(
            "type",
            "string",
            "title",
            "Decision",
            "enum",
            List.of(APPROVE, REJECT),
            "enumNames",
            List.of(approval(), rejection()),
            "default",
            approve ? APPROVE : REJECT));
    if (isPossibleDuplicate()) {
      fields.put(
          NO_DUPLICATE,
          Map.of(
              "type", "boolean",
              "title", "This is no duplicate",
              "description", "Needed to approve it. See the warning above.",
              "default", false));
    }
    fields.put(
        NOTE,
        Map.of(
            "type",
            "string",
            "title",
            "Note",
            "description",
            note.isEmpty()
                ? "Your reason, if you want to give one."
                : "Your reason, as the agent passes it on. Change it, or leave it empty.",
            "maxLength",
            DecisionSignal.MAX_NOTE_LENGTH,
            "default",
            note));
    return Map.of("type", "object", "properties", fields, "required", List.of(DECISION));
  }

  /** Names the money, because some clients show the choice apart from what stands above it. */
  private String approval() {
    return "Approve: pay "
        + view.snapshot()
            .map(shown -> shown.unpaidAmount() + (shown.linesPaid() > 0 ? " more" : ""))
            .orElse("it");
  }

  private String rejection() {
    boolean isPaidInPart = view.snapshot().filter(shown -> shown.linesPaid() > 0).isPresent();
    return "Reject: pay nothing" + (isPaidInPart ? " more" : "");
  }

  /**
   * Reads what was entered. A note that is too long or odd is shortened and cleaned, because the
   * decision must not be lost with it.
   *
   * @return empty when no decision can be read
   */
  public Optional<Reply> read(Map<String, Object> fields) {
    Object decision = fields.get(DECISION);
    if (!APPROVE.equals(decision) && !REJECT.equals(decision)) {
      return Optional.empty();
    }
    return Optional.of(
        new Reply(
            APPROVE.equals(decision),
            fields.get(NOTE) instanceof String note ? CleanText.of(note) : "",
            Boolean.TRUE.equals(fields.get(NO_DUPLICATE))));
  }

  private boolean isPossibleDuplicate() {
    return view.snapshot().map(InvoiceSnapshot::isPossibleDuplicate).orElse(false);
  }

  /** What it shows. */
  public Optional<InvoiceSnapshot> shown() {
    return view.snapshot();
  }
}
