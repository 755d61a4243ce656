package dev.invoices.invoice.reading;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.invoice.Invoice;
import dev.invoices.json.ExactJson;
import dev.invoices.json.ObjectReader;
import dev.invoices.text.TextRules;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what an invoice says beyond its other fields: short strings and numbers by name. */
final class ExtraReader {

  private static final String EXTRA = "extra";

  private final ObjectReader invoice;
  private final InvoiceSource source;
  private final TextRules rules;
  private final Map<String, Object> extra = new TreeMap<>();

  /**
   * @param invoice takes the violations
   */
  ExtraReader(ObjectReader invoice, InvoiceSource source) {
    this.invoice = invoice;
    this.source = source;
    this.rules = source.textRules();
  }

  /** The entries in their order, each a string or an exact number; those left empty are absent. */
  Map<String, Object> read() {
    if (invoice.isMissing(EXTRA)) {
      return Map.of();
    }
    ObjectReader fields = invoice.object(EXTRA);
    long count =
        fields.names().stream()
            .filter(name -> source.countsEmptyEntries() || !fields.isMissing(name))
            .count();
    if (count > Invoice.MAX_EXTRA_ENTRIES) {
      invoice.fault(
          EXTRA,
          "must have at most %d entries but has %,d; leave out what the approver need not see"
              .formatted(Invoice.MAX_EXTRA_ENTRIES, count));
      return Map.of();
    }
    fields.names().forEach(name -> read(fields, name));
    return extra;
  }

  private void read(ObjectReader fields, String name) {
    String shown = ObjectReader.shown(name);
    String clean = rules.clean(name);
    Optional<String> problem = rules.problem(clean, Invoice.MAX_EXTRA_NAME_LENGTH);
    if (clean.isEmpty()) {
      fields.fault(shown, "must have a name that can be seen");
    } else if (problem.isPresent()) {
      fields.fault(shown, "has a name that " + problem.get());
    } else if (!fields.isMissing(name)) {
      Optional<?> value =
          fields.value(name).isTextual() ? text(fields, name, shown) : number(fields, name, shown);
      if (value.isPresent() && extra.putIfAbsent(clean, value.get()) != null) {
        fields.fault(shown, "is there twice; give each entry a name of its own");
      }
    }
  }

  private Optional<String> text(ObjectReader fields, String name, String shown) {
    String text = fields.text(name);
    Optional<String> problem = rules.problem(text, Invoice.MAX_EXTRA_LENGTH);
    problem.ifPresent(found -> fields.fault(shown, found));
    return problem.isPresent() ? Optional.empty() : Optional.of(text);
  }

  private Optional<?> number(ObjectReader fields, String name, String shown) {
    JsonNode value = fields.value(name);
    Optional<String> problem =
        value.isNumber()
            ? NumberRules.shownProblem(value.decimalValue(), Invoice.MAX_EXTRA_INTEGER_DIGITS)
            : Optional.of("must be a string or a number");
    problem.ifPresent(found -> fields.fault(shown, found));
    return problem.isPresent() ? Optional.empty() : Optional.of(shown(value.decimalValue()));
  }

  /**
   * A number may be one of an account, of which no digit may go. Programs that read JSON take
   * 4711.1 for 4711.10, so that such a number is kept as a string.
   */
  private Object shown(BigDecimal number) {
    BigDecimal normal = ExactJson.normal(number);
    if (!source.keepsDigits() || number.equals(normal)) {
      return normal;
    }
    return number.scale() < 0 ? number.toString() : number.toPlainString();
  }
}
