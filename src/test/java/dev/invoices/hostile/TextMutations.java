package dev.invoices.hostile;

import java.util.List;
import java.util.Map;

/** The ways in which a text is changed, wherever it stands. */
final class TextMutations {

  private final Chance random;

  TextMutations(Chance random) {
    this.random = random;
  }

  /** Where the text goes. */
  interface Writing {
    void put(InvoiceDraft draft, String json, String text);
  }

  Mutation any(String name, String path, int limit, boolean required, Writing writing) {
    return switch (random.nextInt(14)) {
      case 0 ->
          written(
              name + " of another type",
              ExpectedOutcome.fault(path),
              writing,
              random.pick(
                  name.equals("purchase_order") || name.equals("number")
                      ? HostileValues.NO_TEXT_OR_INTEGER
                      : HostileValues.NO_TEXT),
              "");
      case 1 -> {
        ExpectedOutcome outcome =
            required ? ExpectedOutcome.fault(path) : ExpectedOutcome.READ_GENEROUSLY;
        yield written(name + " null", outcome, writing, "null", "");
      }
      case 2 -> {
        String text = "\uD83D\uDE00".repeat(limit + 1 + random.nextInt(3));
        // The schema allows for a long item that may continue in the description.
        ExpectedOutcome refused =
            name.equals("item") ? ExpectedOutcome.ruleBroken(path) : ExpectedOutcome.fault(path);
        yield written(name + " too long", refused, writing, text);
      }
      case 3 ->
          written(
              name + " of full length",
              ExpectedOutcome.VALID,
              writing,
              "\uD83D\uDE00".repeat(limit));
      case 4 -> {
        String blank =
            random.pick(List.of("", " ", "\t\n", "\u00A0\u3000", "\u200B\u200E", "\u200D"));
        ExpectedOutcome refused =
            blank.isEmpty() ? ExpectedOutcome.fault(path) : ExpectedOutcome.ruleBroken(path);
        ExpectedOutcome outcome = required ? refused : ExpectedOutcome.VALID;
        yield written(name + " blank", outcome, writing, HostileTexts.quote(blank), "");
      }
      case 7, 8 -> {
        HostileTexts.Cleaned text = HostileTexts.toBeCleaned(random.random());
        yield written(
            name + " cleaned",
            ExpectedOutcome.VALID,
            writing,
            HostileTexts.quote(text.given(), random.nextBoolean()),
            text.read());
      }
      case 11 -> {
        HostileTexts.Cleaned text = random.pick(HostileTexts.TO_BE_CLEANED_STRICTLY);
        yield written(
            name + " strictly cleaned",
            text.given().length() > limit ? ExpectedOutcome.READ_GENEROUSLY : ExpectedOutcome.VALID,
            writing,
            HostileTexts.quote(text.given(), random.nextBoolean()),
            text.read());
      }
      case 12 -> {
        String text = random.pick(HostileTexts.TO_BE_REFUSED_STRICTLY);
        ExpectedOutcome refused =
            text.length() > limit ? ExpectedOutcome.fault(path) : ExpectedOutcome.ruleBroken(path);
        yield written(name + " strictly refused", refused, writing, text);
      }
      case 13 ->
          written(
              name + " unknown to Java",
              ExpectedOutcome.ruleBroken(path),
              writing,
              HostileTexts.UNKNOWN);
      case 5, 6 -> {
        String text = HostileTexts.unsafe(random.random());
        ExpectedOutcome unsafe = ExpectedOutcome.ruleBroken(path);
        yield written(name + " unsafe", unsafe, writing, text);
      }
      default ->
          written(
              name + " harmless",
              ExpectedOutcome.VALID,
              writing,
              HostileTexts.harmless(random.random()));
    };
  }

  private Mutation written(String name, ExpectedOutcome outcome, Writing writing, String text) {
    return written(name, outcome, writing, HostileTexts.quote(text, random.nextBoolean()), text);
  }

  private static Mutation written(
      String name, ExpectedOutcome outcome, Writing writing, String json, String text) {
    return new Mutation(name, outcome, draft -> writing.put(draft, json, text));
  }

  Mutation strangeField(String path, Map<String, String> object) {
    String name = random.pick(HostileValues.STRANGE_NAMES);
    if (object.containsKey(name)) {
      throw new IllegalStateException(name);
    }
    String cut = name.length() > 60 ? name.substring(0, 60) + "…" : name;
    boolean isWord = cut.matches("[\\p{L}0-9._-]+");
    String shown = isWord ? cut : '"' + cut.strip() + '"';
    return new Mutation(
        "unknown field", ExpectedOutcome.ruleBroken(path + shown), draft -> object.put(name, "1"));
  }
}
