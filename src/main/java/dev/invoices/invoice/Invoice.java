package dev.invoices.invoice;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.invoices.json.ExactJson;
import dev.invoices.text.Sha256;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A valid invoice in its normal form: every amount has exactly the decimals of the currency, the
 * total is the sum of the lines. {@link dev.invoices.invoice.reading.InvoiceReader} makes one from
 * JSON.
 *
 * <p>Its JSON form is a superset of the tutorial's {@code {id, lines}}, so that any worker or
 * client of the tutorial can read it. A field that the invoice does not state is left out of it, so
 * that an invoice keeps its digest when a later version knows more fields.
 *
 * @param id the number on the paper, or what tells two such numbers apart: 1 to {@link
 *     #MAX_ID_LENGTH} visible characters in NFC; the workflow id is derived from it
 * @param number the vendor's own number where the id differs from it; empty when not stated
 * @param vendor who is paid; empty when the invoice does not say
 * @param issueDate when the vendor wrote it
 * @param dueDate when it has to be paid
 * @param purchaseOrder the buyer's order; empty when not stated
 * @param currency ISO 4217
 * @param lines at least one, at most {@link #MAX_LINES}, in the order in which they are paid
 * @param total the sum of the lines, greater than zero
 * @param extra what else the approver should see, in the order of the names: each value a {@link
 *     String} or a {@link BigDecimal}
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({
  "id",
  "number",
  "vendor",
  "issue_date",
  "due_date",
  "purchase_order",
  "currency",
  "lines",
  "total",
  "extra"
})
public record Invoice(
    String id,
    String number,
    String vendor,
    Optional<LocalDate> issueDate,
    Optional<LocalDate> dueDate,
    String purchaseOrder,
    Currency currency,
    @JsonInclude(JsonInclude.Include.ALWAYS) List<LineItem> lines,
    BigDecimal total,
    Map<String, Object> extra) {

  public static final String DEFAULT_CURRENCY = "USD";
  public static final int MAX_LINES = 10_000;
  public static final int MAX_ID_LENGTH = 100;
  public static final int MAX_NUMBER_LENGTH = 100;
  public static final int MAX_VENDOR_LENGTH = 200;
  public static final int MAX_ITEM_LENGTH = 500;
  public static final int MAX_DESCRIPTION_LENGTH = 2_000;

  /**
   * The longest item that is accepted: one without a description continues there, from a space on.
   */
  public static final int MAX_DIVIDED_ITEM_LENGTH = MAX_ITEM_LENGTH + 1 + MAX_DESCRIPTION_LENGTH;

  public static final int MAX_EXTRA_ENTRIES = 20;
  public static final int MAX_EXTRA_NAME_LENGTH = 60;
  public static final int MAX_EXTRA_LENGTH = 200;

  /**
   * Digits before the decimal point of an amount. With at most three decimals such an amount stays
   * exact even as the {@code double} that many clients make of a JSON number.
   */
  public static final int MAX_INTEGER_DIGITS = 12;

  /** The same of a number in {@link #extra}, which may be one of a bank account. */
  public static final int MAX_EXTRA_INTEGER_DIGITS = 40;

  /** Decimals of a number that is only shown: a quantity, a unit price, one in {@link #extra}. */
  public static final int MAX_SHOWN_DECIMALS = 12;

  /** Size of the normal JSON form; Temporal refuses payloads above 2 MiB. */
  public static final int MAX_BYTES = 1_500_000;

  public Invoice {
    lines = List.copyOf(lines);
    extra = ExactJson.exactNumbers(extra);
  }

  /** An invoice that states nothing but who is paid how much for what. */
  public Invoice(
      String id, String vendor, Currency currency, List<LineItem> lines, BigDecimal total) {
    this(id, "", vendor, Optional.empty(), Optional.empty(), "", currency, lines, total, Map.of());
  }

  /** Whether a line reduces the total, so that the lines cannot be paid one by one. */
  public boolean hasNegativeLine() {
    return lines.stream().anyMatch(line -> line.amount().signum() < 0);
  }

  /** The total with its currency. */
  public Money totalAmount() {
    return new Money(currency, total);
  }

  /** The amount of one line with its currency. */
  public Money amountOf(LineItem line) {
    return new Money(currency, line.amount());
  }

  /** SHA-256 of the normal JSON form, in hex: equal digests mean the same invoice. */
  @JsonIgnore
  public String digest() {
    List<LineItem> normal = lines.stream().map(LineItem::inNormalForm).toList();
    return Sha256.hex(
        ExactJson.write(
            new Invoice(
                id,
                number,
                vendor,
                issueDate,
                dueDate,
                purchaseOrder,
                currency,
                normal,
                total,
                extra)));
  }

  /** SHA-256 of what is paid for, the item and the amount of each line, in hex. */
  @JsonIgnore
  public String linesDigest() {
    return Sha256.hex(
        ExactJson.write(lines.stream().map(line -> List.of(line.item(), line.amount())).toList()));
  }
}
