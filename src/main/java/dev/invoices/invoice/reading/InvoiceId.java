package dev.invoices.invoice.reading;

import dev.invoices.invoice.Invoice;
import dev.invoices.text.SafeText;
import dev.invoices.text.TextRules;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of an invoice's id, which people type and compare by eye: what looks like one id must
 * be one id.
 */
public final class InvoiceId {

  /** What the id of every workflow begins with. */
  public static final String WORKFLOW_PREFIX = "invoice-";

  /** Their letters look alike. */
  private static final Set<UnicodeScript> ALIKE =
      EnumSet.of(UnicodeScript.LATIN, UnicodeScript.CYRILLIC, UnicodeScript.GREEK);

  private static final Pattern ENDS = Pattern.compile("^[\\s\\p{Z}\\x85]+|[\\s\\p{Z}\\x85]+$");
  private static final Pattern BREAKS = Pattern.compile("[\\s\\x85\\p{Zl}\\p{Zp}]");
  private static final Pattern SPACES = Pattern.compile("\\p{Zs}+");

  private static final int BRAILLE_BLANK = 0x2800;
  private static final int OBJECT_REPLACEMENT = 0xFFFC;
  private static final String MARK_FIRST =
      "must not begin with a mark that belongs on a letter; write the letter before it";

  private InvoiceId() {}

  /** The id in its normal form: NFC, single spaces, none at the ends. */
  public static String normal(String given) {
    String trimmed = ENDS.matcher(given).replaceAll("");
    return SPACES.matcher(Normalizer.normalize(trimmed, Normalizer.Form.NFC)).replaceAll(" ");
  }

  /**
   * The id that a caller means, in its normal form: the line breaks and tabs that copying leaves
   * are spaces, too. Not for the id in a run, which must stay what it was.
   */
  public static String meant(String given) {
    return normal(BREAKS.matcher(given).replaceAll(" "));
  }

  /**
   * What is wrong with an id in its normal form, by which an invoice may have been submitted.
   *
   * @return empty when it is fine; otherwise a sentence after the field's name
   */
  public static Optional<String> problem(String id) {
    return TextRules.EARLIER
        .problem(id, Invoice.MAX_ID_LENGTH)
        .or(() -> invisible(id))
        .or(() -> mixture(id));
  }

  /**
   * What is wrong with the id of a new invoice, besides.
   *
   * @return empty when it is fine; otherwise a sentence after the field's name
   */
  public static Optional<String> problemOfANewOne(String id, TextRules rules) {
    return rules
        .problem(id, Invoice.MAX_ID_LENGTH)
        .or(() -> blank(id, rules))
        .or(() -> confusion(id));
  }

  /** What is shown as a space and is another character; a run that waits may have it in its id. */
  private static Optional<String> blank(String id, TextRules rules) {
    return id.codePoints()
        .filter(c -> rules == TextRules.OF_A_CALL && c != ' ' && SafeText.isBlank(c))
        .mapToObj(InvoiceId::refusal)
        .findFirst();
  }

  private static Optional<String> confusion(String id) {
    if (id.startsWith(WORKFLOW_PREFIX)) {
      return Optional.of(
          "must not begin with \"%s\", as the workflow ids do; leave that beginning out"
              .formatted(WORKFLOW_PREFIX));
    }
    if (!id.isEmpty() && id.codePoints().noneMatch(InvoiceId::isLetterOrNumber)) {
      return Optional.of(
          "must have a letter, a digit or a symbol such as №, because people say and type it");
    }
    return id.startsWith("-")
        ? Optional.of(
            "must not begin with \"-\", because a command would read it as an option; leave that beginning out")
        : Optional.empty();
  }

  private static boolean isLetterOrNumber(int c) {
    return switch (Character.getType(c)) {
      case Character.LETTER_NUMBER, Character.OTHER_NUMBER, Character.OTHER_SYMBOL -> true;
      default -> Character.isLetterOrDigit(c);
    };
  }

  /**
   * Joiners and selectors, which a text may hold, but which would make two ids of one; and what has
   * no shape of its own or none that everybody sees.
   */
  private static Optional<String> invisible(String id) {
    return id.codePoints()
        .filter(InvoiceId::isInvisible)
        .mapToObj(InvoiceId::refusal)
        .findFirst()
        .or(() -> Optional.of(MARK_FIRST).filter(problem -> beginsWithAMark(id)));
  }

  private static String refusal(int c) {
    return SafeText.unknown(c)
        .orElseGet(() -> "must be visible characters; remove the character U+%04X".formatted(c));
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT, Character.PRIVATE_USE, Character.UNASSIGNED -> true;
      default -> (c >= 0xFE00 && c <= 0xFE0F) || c == BRAILLE_BLANK || c == OBJECT_REPLACEMENT;
    };
  }

  private static boolean beginsWithAMark(String id) {
    return id.codePoints()
        .limit(1)
        .anyMatch(
            c ->
                Character.getType(c) == Character.NON_SPACING_MARK
                    || Character.getType(c) == Character.ENCLOSING_MARK);
  }

  private static Optional<String> mixture(String id) {
    long scripts =
        id.codePoints()
            .filter(Character::isLetter)
            .mapToObj(UnicodeScript::of)
            .filter(ALIKE::contains)
            .distinct()
            .count();
    return scripts > 1
        ? Optional.of(
            "must not mix Latin, Cyrillic and Greek letters, because they look alike; write it in one of them")
        : Optional.empty();
  }
}
