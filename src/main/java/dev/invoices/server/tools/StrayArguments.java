package dev.invoices.server.tools;

import dev.invoices.invoice.reading.InvoiceReader;
import dev.invoices.json.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The arguments of a call that its tool does not know. Most are a client's own and may be ignored.
 * Those that say something about the invoice may not: without its currency it would be paid in
 * another, and without its id all invoices would be listed. The person's reason is read under
 * another name, too: a decision cannot be made again with it.
 */
final class StrayArguments {

  private static final Pattern SEPARATORS = Pattern.compile("[\\s_.-]+");

  /** In the form of {@link #key}. */
  private static final Set<String> NAMES_FOR_AN_ID =
      Set.of("id", "invoice", "invoiceid", "invoiceno", "invoicenumber", "number", "workflowid");

  private static final Set<String> NAMES_FOR_A_NOTE =
      Set.of(
          "notes",
          "reason",
          "reasons",
          "comment",
          "comments",
          "message",
          "remark",
          "remarks",
          "explanation",
          "justification");

  private static final Map<String, String> FIELDS_OF_AN_INVOICE =
      InvoiceReader.FIELDS.stream()
          .collect(Collectors.toMap(StrayArguments::key, Function.identity()));

  private StrayArguments() {}

  /**
   * Adds a violation for each argument that must not be ignored.
   *
   * @param known the names of the arguments that the tool knows
   * @return the names of the others, fit to be shown
   */
  static List<String> refuse(ObjectReader arguments, Set<String> known) {
    List<String> ignored = new ArrayList<>();
    for (String name : arguments.names()) {
      Optional<String> problem =
          arguments.isMissing(name) ? Optional.empty() : problem(arguments, name, known);
      if (!known.contains(name)) {
        String shown = ObjectReader.shown(name);
        problem.ifPresentOrElse(text -> arguments.fault(shown, text), () -> ignored.add(shown));
      }
    }
    return ignored;
  }

  /**
   * The argument that holds the person's note under another name: the only text of such a name,
   * where there is no note.
   */
  static Optional<String> note(ObjectReader arguments) {
    List<String> notes =
        arguments.names().stream()
            .filter(name -> NAMES_FOR_A_NOTE.contains(key(name)))
            .filter(name -> ObjectReader.shown(name).equals(name))
            .filter(name -> arguments.value(name).isTextual() && !arguments.isMissing(name))
            .toList();
    return notes.size() == 1 && arguments.isMissing(DecisionTool.NOTE)
        ? Optional.of(notes.get(0))
        : Optional.empty();
  }

  private static Optional<String> problem(ObjectReader arguments, String name, Set<String> known) {
    if (known.contains(ProcessInvoiceTool.INVOICE_DATA)) {
      return Optional.ofNullable(FIELDS_OF_AN_INVOICE.get(key(name)))
          .map("belongs to the invoice; put it into invoice_data as %s"::formatted);
    }
    return NAMES_FOR_AN_ID.contains(key(name)) && arguments.isMissing(InvoiceTool.INVOICE_ID)
        ? Optional.of("is no argument of this tool; give the id of the invoice as invoice_id")
        : Optional.empty();
  }

  private static String key(String name) {
    return SEPARATORS.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
  }
}
