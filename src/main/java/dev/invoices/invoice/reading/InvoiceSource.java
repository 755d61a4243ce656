package dev.invoices.invoice.reading;

import dev.invoices.invoice.Invoice;
import dev.invoices.json.ObjectReader;
import dev.invoices.text.TextRules;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;

/** Where the JSON of an invoice comes from, which decides how it is read. */
public enum InvoiceSource {
  /** A caller of this version, who can correct what is refused. */
  TOOL_CALL,
  /**
   * Any client's submission to a run that begins today. It may say more than this product needs:
   * unknown fields are ignored.
   */
  ANY_CLIENT,
  /**
   * The same of a run that began before texts and ids were read strictly: characters without a
   * shape stay, and an id that begins as the workflow ids do is valid.
   */
  OTHER_CLIENT,
  /**
   * The input of a run that began before invoices had more fields than {@code id, vendor, currency,
   * lines, total}. Read exactly as then: a replay must come to the same invoice, or to none.
   */
  EARLIER_RUN;

  private static final int EARLIER_ITEM_LENGTH = 200;
  private static final int EARLIER_DESCRIPTION_LENGTH = 500;

  boolean refusesUnknownFields() {
    return this == TOOL_CALL;
  }

  /** By which rules texts are cleaned and checked. */
  TextRules textRules() {
    return switch (this) {
      case TOOL_CALL -> TextRules.OF_A_CALL;
      case ANY_CLIENT -> TextRules.OF_A_RUN;
      case OTHER_CLIENT, EARLIER_RUN -> TextRules.EARLIER;
    };
  }

  /** Whether an id is refused that can be confused with another. */
  boolean refusesConfusingIds() {
    return this == TOOL_CALL || this == ANY_CLIENT;
  }

  /** Whether the rules of today hold: every field, texts cleaned, amounts of any sign. */
  boolean followsTheRulesOfToday() {
    return this != EARLIER_RUN;
  }

  /**
   * Reads an amount. A caller's is refused if it has two meanings; a run that waits may have read
   * such a one.
   *
   * @param currency empty when it is invalid; the meanings of an amount are then not compared
   */
  Optional<BigDecimal> amount(ObjectReader fields, String name, Optional<Currency> currency) {
    Optional<String> problem =
        this == TOOL_CALL ? NumberRules.twoMeanings(fields.text(name), currency) : Optional.empty();
    problem.ifPresent(text -> fields.fault(name, text));
    return problem.isPresent() ? Optional.empty() : fields.number(name);
  }

  /**
   * Whether a currency is read in small letters, too; a run that ended may have failed because of
   * it.
   */
  boolean readsSmallLetters() {
    return this == TOOL_CALL;
  }

  /**
   * Whether entries of extra that are left empty count; a run that ended may have failed because of
   * them.
   */
  boolean countsEmptyEntries() {
    return this != TOOL_CALL;
  }

  /** Whether a number that is only shown keeps the digits that were given, such as 1.10. */
  boolean keepsDigits() {
    return this == TOOL_CALL || this == ANY_CLIENT;
  }

  int maxItemLength() {
    return followsTheRulesOfToday() ? Invoice.MAX_ITEM_LENGTH : EARLIER_ITEM_LENGTH;
  }

  int maxDescriptionLength() {
    return followsTheRulesOfToday() ? Invoice.MAX_DESCRIPTION_LENGTH : EARLIER_DESCRIPTION_LENGTH;
  }
}
