package dev.invoices.invoice.reading;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.LineItem;
import dev.invoices.json.ExactJson;
import dev.invoices.json.ObjectReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the lines of an invoice. */
final class LinesReader {

  private static final String LINES = "lines";
  private static final Set<String> FIELDS =
      Set.of("item", "amount", "description", "quantity", "unit_price");

  private final ObjectReader invoice;
  private final InvoiceSource source;
  private final Optional<Currency> currency;
  private boolean summable = true;

  /**
   * @param invoice takes the violations
   * @param currency empty when it is invalid; the decimals of amounts are then not checked
   */
  LinesReader(ObjectReader invoice, InvoiceSource source, Optional<Currency> currency) {
    this.invoice = invoice;
    this.source = source;
    this.currency = currency;
  }

  List<LineItem> read() {
    Optional<JsonNode> array = array();
    List<LineItem> lines = new ArrayList<>();
    for (int i = 0; i < array.map(JsonNode::size).orElse(0); i++) {
      lines.add(line(invoice.element(LINES, array.get(), i)));
    }
    summable &= currency.isPresent() && !lines.isEmpty();
    return lines;
  }

  /** Whether the amounts are fit to check the total, whatever else is wrong with the lines. */
  boolean areSummable() {
    return summable;
  }

  /** The lines to look at; none, with a violation, when there is no array of the right size. */
  private Optional<JsonNode> array() {
    if (invoice.isMissing(LINES)) {
      invoice.fault(LINES, "is missing; give an array of at least one line");
      return Optional.empty();
    }
    JsonNode array = invoice.array(LINES);
    if (array.isMissingNode()) {
      return Optional.empty();
    }
    if (!array.isArray()) {
      invoice.fault(LINES, "must be an array of lines");
      return Optional.empty();
    }
    if (array.isEmpty()) {
      invoice.fault(LINES, "must have at least one line");
      return Optional.empty();
    }
    if (array.size() > Invoice.MAX_LINES) {
      invoice.fault(
          LINES, "must have at most %,d lines; split the invoice".formatted(Invoice.MAX_LINES));
      return Optional.empty();
    }
    return Optional.of(array);
  }

  private LineItem line(ObjectReader line) {
    if (!line.isObject()) {
      summable = false;
      return new LineItem("", BigDecimal.ZERO, "");
    }
    if (source.refusesUnknownFields()) {
      line.refuseOthersThan(FIELDS, "put it into description, or into extra of the invoice");
    }
    Optional<LongItem> divided = divided(line);
    String item =
        divided
            .map(LongItem::item)
            .orElseGet(() -> line.requiredText("item", source.maxItemLength()));
    BigDecimal amount = amount(line);
    String description =
        divided
            .map(LongItem::description)
            .orElseGet(() -> line.optionalText("description", source.maxDescriptionLength()));
    return source.followsTheRulesOfToday()
        ? new LineItem(
            item,
            amount,
            description,
            shownNumber(line, "quantity"),
            shownNumber(line, "unit_price"))
        : new LineItem(item, amount, description);
  }

  /** A long item without a description, if it can continue there. */
  private Optional<LongItem> divided(ObjectReader line) {
    return source.followsTheRulesOfToday() && line.isMissing("description")
        ? Optional.of(line.text("item"))
            .filter(text -> source.textRules().problem(text, Integer.MAX_VALUE).isEmpty())
            .flatMap(
                text -> LongItem.of(text, source.maxItemLength(), source.maxDescriptionLength()))
        : Optional.empty();
  }

  /** Zero when it is missing or invalid; the lines are then not summable. */
  private BigDecimal amount(ObjectReader line) {
    Optional<BigDecimal> amount = Optional.empty();
    if (line.isMissing("amount")) {
      line.fault("amount", "is missing; give a number");
    } else {
      amount = source.amount(line, "amount", currency).filter(given -> isValid(line, given));
    }
    summable &= amount.isPresent();
    return amount.isPresent() && currency.isPresent()
        ? amount.get().setScale(currency.get().getDefaultFractionDigits())
        : BigDecimal.ZERO;
  }

  private boolean isValid(ObjectReader line, BigDecimal amount) {
    List<String> problems =
        source.followsTheRulesOfToday()
            ? NumberRules.amountProblems(amount, currency)
            : NumberRules.positiveAmountProblems(amount, currency);
    problems.forEach(problem -> line.fault("amount", problem));
    return problems.isEmpty();
  }

  private Optional<BigDecimal> shownNumber(ObjectReader line, String name) {
    return line.isMissing(name)
        ? Optional.empty()
        : line.number(name)
            .filter(
                number -> {
                  Optional<String> problem =
                      NumberRules.shownProblem(number, Invoice.MAX_INTEGER_DIGITS);
                  problem.ifPresent(text -> line.fault(name, text));
                  return problem.isEmpty();
                })
            .map(source.keepsDigits() ? NumberRules::asGiven : ExactJson::normal);
  }
}
