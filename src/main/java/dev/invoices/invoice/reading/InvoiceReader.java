package dev.invoices.invoice.reading;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.LineItem;
import dev.invoices.json.ExactJson;
import dev.invoices.json.ObjectReader;
import dev.invoices.json.Violation;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Turns JSON into a valid {@link Invoice}: finds every violation, rounds nothing, guesses nothing.
 * What has one meaning is read, however it is written; what has two is refused.
 */
public final class InvoiceReader {

  /** The names of the fields of an invoice. */
  public static final Set<String> FIELDS =
      Set.of(
          "id",
          "number",
          "vendor",
          "issue_date",
          "due_date",
          "purchase_order",
          "currency",
          "lines",
          "total",
          "extra");

  /** The ids of {@link InvoiceSource#EARLIER_RUN}. */
  private static final Pattern EARLIER_ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private static final Pattern CURRENCY = Pattern.compile("[A-Za-z]{3}");

  private static final int MIN_YEAR = 1900;
  private static final int MAX_YEAR = 2199;

  private static final Currency DEFAULT_CURRENCY = Currency.getInstance(Invoice.DEFAULT_CURRENCY);

  /** A total beyond them is not compared digit by digit. */
  private static final int MAX_TOTAL_DIGITS = 20;

  private final ObjectReader fields;
  private final InvoiceSource source;

  private InvoiceReader(JsonNode json, InvoiceSource source) {
    this.fields =
        source.followsTheRulesOfToday()
            ? ObjectReader.generous(json, source.textRules())
            : ObjectReader.exact(json, source.textRules());
    this.source = source;
  }

  /**
   * Reads an invoice.
   *
   * @param json as {@link ExactJson#mapper()} parsed it, so that its numbers are exact
   * @throws InvalidInvoiceException naming every violation
   */
  public static Invoice read(JsonNode json, InvoiceSource source) throws InvalidInvoiceException {
    return new InvoiceReader(json, source).read();
  }

  /**
   * Reads the identifier of an invoice that was submitted before.
   *
   * @param meant makes the id of what people give for it; gets it in its normal form
   * @return empty when it is missing or invalid, which the fields then report
   */
  public static String readId(ObjectReader fields, String name, UnaryOperator<String> meant) {
    return readId(fields, name, InvoiceId::meant, meant);
  }

  private static String readId(
      ObjectReader fields, String name, UnaryOperator<String> normal, UnaryOperator<String> meant) {
    return fields
        .digits(name)
        .or(() -> fields.requiredString(name))
        .map(normal)
        .map(meant)
        .filter(id -> isFine(fields, name, InvoiceId.problem(id)))
        .orElse("");
  }

  private Invoice read() throws InvalidInvoiceException {
    if (!fields.isObject()) {
      throw new InvalidInvoiceException(fields.faults());
    }
    if (source.refusesUnknownFields()) {
      fields.refuseOthersThan(FIELDS, "put it into extra");
    }
    Invoice invoice = invoice();
    if (!fields.faults().isEmpty()) {
      throw new InvalidInvoiceException(fields.faults());
    }
    return withinSize(invoice);
  }

  /** Meaningless when there is a violation. */
  private Invoice invoice() {
    String id = id();
    String number = numberOnPaper("number");
    String vendor = fields.optionalText("vendor", Invoice.MAX_VENDOR_LENGTH);
    Optional<LocalDate> issueDate = date("issue_date");
    Optional<LocalDate> dueDate = date("due_date");
    String purchaseOrder = numberOnPaper("purchase_order");
    Optional<Currency> currency = currency();
    LinesReader reader = new LinesReader(fields, source, currency);
    List<LineItem> lines = reader.read();
    BigDecimal sum = lines.stream().map(LineItem::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    checkTotal(sum, reader.areSummable(), currency);
    Map<String, Object> extra =
        source.followsTheRulesOfToday() ? new ExtraReader(fields, source).read() : Map.of();
    return new Invoice(
        id,
        number,
        vendor,
        issueDate,
        dueDate,
        purchaseOrder,
        currency.orElse(DEFAULT_CURRENCY),
        lines,
        sum,
        extra);
  }

  private String id() {
    if (!source.followsTheRulesOfToday()) {
      return fields.matching(
          "id",
          EARLIER_ID,
          "must be 1 to 100 letters (A-Z, a-z), digits, dots, dashes or underscores");
    }
    UnaryOperator<String> normal =
        source == InvoiceSource.TOOL_CALL ? InvoiceId::meant : InvoiceId::normal;
    String id = readId(fields, "id", normal, UnaryOperator.identity());
    if (source.refusesConfusingIds()) {
      isFine(fields, "id", InvoiceId.problemOfANewOne(id, source.textRules()));
    }
    return id;
  }

  /** A field that earlier runs do not know. It is often all digits, so a caller may give them. */
  private String numberOnPaper(String name) {
    if (!source.followsTheRulesOfToday()) {
      return "";
    }
    return fields
        .digits(name)
        .filter(digits -> digits.length() <= Invoice.MAX_NUMBER_LENGTH)
        .orElseGet(() -> fields.optionalText(name, Invoice.MAX_NUMBER_LENGTH));
  }

  private Optional<LocalDate> date(String name) {
    if (!source.followsTheRulesOfToday() || fields.isMissing(name)) {
      return Optional.empty();
    }
    Optional<LocalDate> date = date(fields, name);
    if (date.isEmpty()) {
      fields.fault(
          name,
          "must be a date of the calendar written as year-month-day, such as 2026-12-31, from %d to %d"
              .formatted(MIN_YEAR, MAX_YEAR));
    }
    return date;
  }

  private static Optional<LocalDate> date(ObjectReader fields, String name) {
    String text = fields.text(name);
    if (!DATE.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(text))
          .filter(date -> date.getYear() >= MIN_YEAR && date.getYear() <= MAX_YEAR);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private Optional<Currency> currency() {
    if (fields.isMissing("currency")) {
      return Optional.of(DEFAULT_CURRENCY);
    }
    String code = fields.text("currency");
    Optional<Currency> meant =
        source.followsTheRulesOfToday() && CURRENCY.matcher(code).matches()
            ? currency(code.toUpperCase(Locale.ROOT))
            : Optional.empty();
    Optional<Currency> currency = source.readsSmallLetters() ? meant : currency(code);
    if (currency.isEmpty()) {
      fields.fault(
          "currency",
          meant
              .map(known -> "must be in capitals: " + known.getCurrencyCode())
              .orElse("must be an ISO 4217 currency code such as USD, EUR or JPY"));
    }
    return currency;
  }

  private static Optional<Currency> currency(String code) {
    return Currency.getAvailableCurrencies().stream()
        .filter(known -> known.getCurrencyCode().equals(code))
        .filter(known -> known.getDefaultFractionDigits() >= 0)
        .findFirst();
  }

  /**
   * A total that differs is told apart from a sum that cannot be paid: the first may explain it.
   */
  private void checkTotal(BigDecimal sum, boolean summable, Optional<Currency> currency) {
    Optional<BigDecimal> total =
        fields.isMissing("total") ? Optional.empty() : source.amount(fields, "total", currency);
    if (!summable) {
      return;
    }
    if (total.isPresent() && total.get().compareTo(sum) != 0) {
      fields.fault("total", otherTotal(total.get(), sum));
    } else if (sum.signum() < 0) {
      fields.fault(
          "total",
          "cannot be paid: the sum of the lines is %s, so this is a credit note. Money comes back, and there is nothing to pay. Do not submit it"
              .formatted(sum.toPlainString()));
    } else if (sum.signum() == 0) {
      fields.fault(
          "total",
          "cannot be paid: the sum of the lines is %s, so there is nothing to pay. Do not submit it"
              .formatted(sum.toPlainString()));
    }
  }

  private static String otherTotal(BigDecimal total, BigDecimal sum) {
    boolean isComparable =
        !NumberRules.isTooGreat(total, MAX_TOTAL_DIGITS)
            && NumberRules.decimals(total) <= MAX_TOTAL_DIGITS;
    return "must equal the sum of the lines, which is %s%s. Tax, shipping, a discount, a deposit or rounding goes into a line of its own, which may be negative. If no such line is missing, ask the person which of the two is wrong"
        .formatted(sum.toPlainString(), isComparable ? difference(total, sum) : "");
  }

  private static String difference(BigDecimal total, BigDecimal sum) {
    BigDecimal difference = ExactJson.normal(total.subtract(sum));
    BigDecimal shown = difference.setScale(Math.max(difference.scale(), sum.scale()));
    return ", but is %s %s"
        .formatted(shown.abs().toPlainString(), shown.signum() > 0 ? "more" : "less");
  }

  private static boolean isFine(ObjectReader fields, String name, Optional<String> problem) {
    problem.ifPresent(text -> fields.fault(name, text));
    return problem.isEmpty();
  }

  private static Invoice withinSize(Invoice invoice) throws InvalidInvoiceException {
    int bytes = ExactJson.write(invoice).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Invoice.MAX_BYTES) {
      throw new InvalidInvoiceException(
          List.of(
              new Violation(
                  "",
                  "must have at most %,d bytes as JSON but has %,d; shorten the texts or split the invoice"
                      .formatted(Invoice.MAX_BYTES, bytes))));
    }
    return invoice;
  }
}
