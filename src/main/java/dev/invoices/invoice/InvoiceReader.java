package dev.invoices.invoice;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.json.ExactJson;
import dev.invoices.json.ObjectReader;
import dev.invoices.json.Violation;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Turns JSON into a valid {@link Invoice}: finds every violation, rounds nothing, guesses nothing.
 */
public final class InvoiceReader {

  /** What to do with a field that an invoice does not have. */
  public enum UnknownFields {
    /** For a caller that can correct a misspelt name. */
    REFUSE,
    /** For another system's invoice, which may say more than this product needs. */
    IGNORE
  }

  private static final Set<String> INVOICE_FIELDS =
      Set.of("id", "vendor", "currency", "lines", "total");
  private static final Set<String> LINE_FIELDS = Set.of("item", "amount", "description");

  private static final Pattern ID = Pattern.compile(Invoice.ID_PATTERN);

  private final ObjectReader fields;
  private final UnknownFields unknownFields;

  private InvoiceReader(JsonNode json, UnknownFields unknownFields) {
    this.fields = ObjectReader.of(json);
    this.unknownFields = unknownFields;
  }

  /**
   * Reads an invoice.
   *
   * @param json as {@link ExactJson#mapper()} parsed it, so that its numbers are exact
   * @throws InvalidInvoiceException naming every violation
   */
  public static Invoice read(JsonNode json, UnknownFields unknownFields)
      throws InvalidInvoiceException {
    return new InvoiceReader(json, unknownFields).read();
  }

  /**
   * Reads the identifier of an invoice out of a field.
   *
   * @return empty when it is missing or invalid, which the fields then report
   */
  public static String readId(ObjectReader fields, String name) {
    return fields.matching(
        name, ID, "must be 1 to 100 letters (A-Z, a-z), digits, dots, dashes or underscores");
  }

  private Invoice read() throws InvalidInvoiceException {
    refuseUnknown(fields, INVOICE_FIELDS);
    throwFaultsIfNotAnObject();
    String id = readId(fields, "id");
    String vendor = fields.optionalText("vendor", Invoice.MAX_VENDOR_LENGTH);
    Optional<Currency> currency = currency();
    List<LineItem> lines = lines(currency);
    BigDecimal sum = lines.stream().map(LineItem::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    checkTotal(sum, isSummable(lines));
    if (!fields.faults().isEmpty()) {
      throw new InvalidInvoiceException(fields.faults());
    }
    return withinSize(new Invoice(id, vendor, currency.orElseThrow(), lines, sum));
  }

  private void throwFaultsIfNotAnObject() throws InvalidInvoiceException {
    if (!fields.isObject()) {
      throw new InvalidInvoiceException(fields.faults());
    }
  }

  private Optional<Currency> currency() {
    if (fields.isMissing("currency")) {
      return Optional.of(Currency.getInstance(Invoice.DEFAULT_CURRENCY));
    }
    JsonNode code = fields.value("currency");
    Optional<Currency> currency =
        Currency.getAvailableCurrencies().stream()
            .filter(known -> known.getCurrencyCode().equals(code.textValue()))
            .filter(known -> known.getDefaultFractionDigits() >= 0)
            .findFirst();
    if (currency.isEmpty()) {
      fields.fault("currency", "must be an ISO 4217 currency code such as USD, EUR or JPY");
    }
    return currency;
  }

  private List<LineItem> lines(Optional<Currency> currency) {
    JsonNode array = fields.value("lines");
    if (fields.isMissing("lines")) {
      fields.fault("lines", "is missing; give an array of at least one line");
    } else if (!array.isArray()) {
      fields.fault("lines", "must be an array of lines");
    } else if (array.isEmpty()) {
      fields.fault("lines", "must have at least one line");
    } else if (array.size() > Invoice.MAX_LINES) {
      fields.fault(
          "lines", "must have at most %,d lines; split the invoice".formatted(Invoice.MAX_LINES));
    } else {
      List<LineItem> lines = new ArrayList<>();
      for (int i = 0; i < array.size(); i++) {
        lines.add(line(fields.element("lines", i), currency));
      }
      return lines;
    }
    return List.of();
  }

  private LineItem line(ObjectReader line, Optional<Currency> currency) {
    if (!line.isObject()) {
      return new LineItem("", BigDecimal.ZERO, "");
    }
    refuseUnknown(line, LINE_FIELDS);
    String item = line.requiredText("item", Invoice.MAX_ITEM_LENGTH);
    BigDecimal amount = amount(line, currency);
    String description = line.optionalText("description", Invoice.MAX_DESCRIPTION_LENGTH);
    return new LineItem(item, amount, description);
  }

  /** Zero, which no valid line has, when it is missing or invalid. */
  private static BigDecimal amount(ObjectReader line, Optional<Currency> currency) {
    if (line.isMissing("amount")) {
      line.fault("amount", "is missing; give a number");
      return BigDecimal.ZERO;
    }
    Optional<BigDecimal> number = line.number("amount");
    if (number.isEmpty()) {
      return BigDecimal.ZERO;
    }
    BigDecimal amount = number.get();
    List<String> problems = problems(amount, currency);
    problems.forEach(problem -> line.fault("amount", problem));
    return problems.isEmpty() && currency.isPresent()
        ? amount.setScale(currency.get().getDefaultFractionDigits())
        : BigDecimal.ZERO;
  }

  /**
   * Checks the magnitude before the decimals, because {@code 1e999999999} would stall the latter.
   */
  private static List<String> problems(BigDecimal amount, Optional<Currency> currency) {
    List<String> problems = new ArrayList<>();
    if (amount.signum() <= 0) {
      problems.add("must be greater than zero");
    }
    if (amount.signum() != 0
        && (long) amount.precision() - amount.scale() > Invoice.MAX_INTEGER_DIGITS) {
      problems.add(
          "must have at most %d digits before the decimal point"
              .formatted(Invoice.MAX_INTEGER_DIGITS));
    } else if (currency.isPresent()) {
      int decimals = currency.get().getDefaultFractionDigits();
      if (amount.stripTrailingZeros().scale() > decimals) {
        problems.add(
            "must have at most %d decimal places in %s"
                .formatted(decimals, currency.get().getCurrencyCode()));
      }
    }
    return problems;
  }

  /** Whether the amounts are fit to check the total, whatever else is wrong with the lines. */
  private static boolean isSummable(List<LineItem> lines) {
    return !lines.isEmpty() && lines.stream().allMatch(line -> line.amount().signum() > 0);
  }

  private void checkTotal(BigDecimal sum, boolean summable) {
    if (fields.isMissing("total")) {
      return;
    }
    Optional<BigDecimal> total = fields.number("total");
    if (summable && total.isPresent() && total.get().compareTo(sum) != 0) {
      fields.fault(
          "total",
          "must equal the sum of the lines, which is %s; ask the person which of the two is wrong"
              .formatted(sum.toPlainString()));
    }
  }

  private void refuseUnknown(ObjectReader object, Set<String> known) {
    if (unknownFields == UnknownFields.REFUSE) {
      object.refuseOthersThan(known);
    }
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
