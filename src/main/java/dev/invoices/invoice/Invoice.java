package dev.invoices.invoice;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.invoices.json.ExactJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Currency;
import java.util.HexFormat;
import java.util.List;

/**
 * A valid invoice in its normal form: every amount has exactly the decimals of the currency, the
 * total is the sum of the lines. {@link InvoiceReader} makes one from JSON.
 *
 * <p>Its JSON form is a superset of the tutorial's {@code {id, lines}}, so that any worker or
 * client of the tutorial can read it.
 *
 * @param id the caller's identifier, {@link #ID_PATTERN}; the workflow id is derived from it
 * @param vendor who is paid; empty when the invoice does not say
 * @param currency ISO 4217
 * @param lines at least one, at most {@link #MAX_LINES}, in the order in which they are paid
 * @param total the sum of the lines
 */
@JsonPropertyOrder({"id", "vendor", "currency", "lines", "total"})
public record Invoice(
    String id,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String vendor,
    Currency currency,
    List<LineItem> lines,
    BigDecimal total) {

  public static final String ID_PATTERN = "[A-Za-z0-9._-]{1,100}";
  public static final String DEFAULT_CURRENCY = "USD";
  public static final int MAX_LINES = 10_000;
  public static final int MAX_VENDOR_LENGTH = 200;
  public static final int MAX_ITEM_LENGTH = 200;
  public static final int MAX_DESCRIPTION_LENGTH = 500;

  /**
   * Digits before the decimal point of an amount. With at most three decimals such an amount stays
   * exact even as the {@code double} that many clients make of a JSON number.
   */
  public static final int MAX_INTEGER_DIGITS = 12;

  /** Size of the normal JSON form; Temporal refuses payloads above 2 MiB. */
  public static final int MAX_BYTES = 1_500_000;

  public Invoice {
    lines = List.copyOf(lines);
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
    try {
      byte[] json = ExactJson.write(this).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
