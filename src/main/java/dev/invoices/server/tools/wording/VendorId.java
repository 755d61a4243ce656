package dev.invoices.server.tools.wording;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.reading.InvoiceId;
import dev.invoices.text.NameKey;
import dev.invoices.text.TextRules;
import java.text.Normalizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An id for an invoice whose number another vendor's invoice has, too: {@code 1001 (Beta Cleaning
 * GmbH)}.
 */
public final class VendorId {

  /** A shorter piece of a vendor's name says nothing. */
  private static final int MIN_VENDOR_LENGTH = 3;

  private static final String COUNTED = "%s (%d)";

  /** What this class has made of a number before; more of one number would be strange. */
  private static final Pattern WITH_COUNT = Pattern.compile("(.+) \\(([2-9]|[1-9]\\d{1,2})\\)");

  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

  /** Joiners, selectors and the like, which a name may have and an id may not. */
  private static final Pattern WITHOUT_SHAPE = Pattern.compile("[\\p{C}\\uFE00-\\uFE0F]");

  private VendorId() {}

  /**
   * The number with its vendor; with a count where the two would not make a valid id.
   *
   * @param number the vendor's own number; the id where the invoice gives none
   * @param vendor of the invoice; may be blank
   * @param taken the id that another vendor's invoice has, and that is not offered again
   */
  public static String of(String number, String vendor, String taken) {
    String normal = InvoiceId.normal(number);
    String base = isInvalid(normal) ? taken : normal;
    int room = Invoice.MAX_ID_LENGTH - length(base) - " ()".length();
    String named = base + " (" + cut(normal(vendor), room) + ")";
    return room < MIN_VENDOR_LENGTH
            || NameKey.of(vendor).isEmpty()
            || isInvalid(named)
            || named.equals(taken)
        ? counted(base, taken)
        : named;
  }

  /** One more than the id that is taken, where that one is counted, too. */
  private static String counted(String base, String taken) {
    Matcher earlier = WITH_COUNT.matcher(taken);
    if (earlier.matches()) {
      String stem = earlier.group(1);
      int count = Integer.parseInt(earlier.group(2));
      if (taken.equals(base) || taken.equals(counted(base, count))) {
        return counted(stem, count + 1);
      }
    }
    return counted(base, 2);
  }

  private static String counted(String base, int count) {
    int room = Invoice.MAX_ID_LENGTH - COUNTED.formatted("", count).length();
    return COUNTED.formatted(cut(base, room), count);
  }

  private static boolean isInvalid(String id) {
    return InvoiceId.problem(id)
        .or(() -> InvoiceId.problemOfANewOne(id, TextRules.OF_A_CALL))
        .isPresent();
  }

  private static String normal(String vendor) {
    String visible = WITHOUT_SHAPE.matcher(SPACES.matcher(vendor).replaceAll(" ")).replaceAll("");
    return Normalizer.normalize(visible, Normalizer.Form.NFC).strip();
  }

  /** Never in the middle of a letter and its marks. */
  private static String cut(String text, int room) {
    if (length(text) <= room) {
      return text;
    }
    int end = text.offsetByCodePoints(0, Math.max(room, 0));
    while (end > 0 && isMark(text.codePointAt(end))) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end).strip();
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
