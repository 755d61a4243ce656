package dev.invoices.hostile;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The ways in which a generated invoice is changed. */
final class Mutations {

  private static final String INVOICE = "invoice_data.";
  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  /** A change that stands alone, as others would hide its fault or be hidden. */
  Mutation alone(InvoiceDraft draft) {
    return switch (random.nextInt(8)) {
      case 0 -> total(draft);
      case 1 -> currency(draft);
      case 2 -> lines(draft);
      case 3 -> brokenJson(draft);
      case 4 -> endless(draft);
      case 5 -> nested(draft);
      case 6 -> lineShape(draft);
      default -> missing();
    };
  }

  /** A change of the vendor or the id, of which nothing else depends. */
  Mutation ofTheHead(InvoiceDraft draft) {
    return switch (random.nextInt(4)) {
      case 0 -> id(draft);
      case 1 -> strangeField(INVOICE, draft.written);
      default ->
          text(
              "vendor",
              INVOICE + "vendor",
              200,
              false,
              (d, json, text) -> {
                d.vendor = text;
                d.written.put("vendor", json);
              });
    };
  }

  /** A change inside one line. */
  Mutation ofALine(InvoiceDraft draft) {
    int line = random.nextInt(draft.lines.size());
    String path = INVOICE + "lines[" + line + "].";
    return switch (random.nextInt(6)) {
      case 0, 1 ->
          text("item", path + "item", 200, true, (d, json, text) -> d.item(line, json, text));
      case 2 ->
          text(
              "description",
              path + "description",
              500,
              false,
              (d, json, text) -> d.description(line, json, text));
      case 3 -> strangeField(path, draft.writtenLines.get(line));
      default -> amount(line, path + "amount");
    };
  }

  private interface Writing {
    void put(InvoiceDraft draft, String json, String text);
  }

  private Mutation text(String name, String path, int limit, boolean required, Writing writing) {
    return switch (random.nextInt(9)) {
      case 0 ->
          written(
              name + " of another type",
              ExpectedOutcome.fault(path),
              writing,
              pick(HostileValues.NO_TEXT),
              "");
      case 1 -> {
        ExpectedOutcome outcome =
            required ? ExpectedOutcome.fault(path) : ExpectedOutcome.VALID_NULL;
        yield written(name + " null", outcome, writing, "null", "");
      }
      case 2 -> {
        String text = "\uD83D\uDE00".repeat(limit + 1 + random.nextInt(3));
        yield written(name + " too long", ExpectedOutcome.fault(path), writing, text);
      }
      case 3 ->
          written(
              name + " of full length",
              ExpectedOutcome.VALID,
              writing,
              "\uD83D\uDE00".repeat(limit));
      case 4 -> {
        String blank = " \t".substring(0, 1).repeat(random.nextInt(3) + 1);
        ExpectedOutcome outcome =
            required ? ExpectedOutcome.ruleBroken(path) : ExpectedOutcome.VALID;
        yield written(name + " blank", outcome, writing, blank);
      }
      case 5, 6 -> {
        String text = HostileTexts.unsafe(random);
        ExpectedOutcome unsafe = ExpectedOutcome.ruleBroken(path);
        yield written(name + " unsafe", unsafe, writing, text);
      }
      default ->
          written(
              name + " harmless", ExpectedOutcome.VALID, writing, HostileTexts.harmless(random));
    };
  }

  private Mutation written(String name, ExpectedOutcome outcome, Writing writing, String text) {
    return written(name, outcome, writing, HostileTexts.quote(text, random.nextBoolean()), text);
  }

  private static Mutation written(
      String name, ExpectedOutcome outcome, Writing writing, String json, String text) {
    return new Mutation(name, outcome, draft -> writing.put(draft, json, text));
  }

  private Mutation id(InvoiceDraft draft) {
    String path = INVOICE + "id";
    String good = draft.id;
    return switch (random.nextInt(4)) {
      case 0 ->
          put("id of another type", ExpectedOutcome.fault(path), "id", pick(HostileValues.NO_TEXT));
      case 1 -> {
        String id = pick(HostileIds.POSSIBLE).formatted(good);
        yield new Mutation("id possible", ExpectedOutcome.VALID, d -> d.id(id));
      }
      case 2 -> {
        String unsafe = good + Character.toString(pick(HostileTexts.unsafeCharacters()));
        // A surrogate or a lone line end at the end is the business of other cases.
        yield unsafe.endsWith("\n")
            ? put("id with a line break", ExpectedOutcome.fault(path), "id", "\"a\\nb\"")
            : put("id unsafe", ExpectedOutcome.fault(path), "id", HostileTexts.quote(unsafe));
      }
      default ->
          put(
              "id impossible",
              ExpectedOutcome.fault(path),
              "id",
              HostileTexts.quote(pick(HostileIds.IMPOSSIBLE)));
    };
  }

  private Mutation amount(int line, String path) {
    return switch (random.nextInt(7)) {
      case 0 -> amount("type", ExpectedOutcome.fault(path), line, pick(HostileNumbers.NO_NUMBER));
      case 1 ->
          amount("sign", ExpectedOutcome.fault(path), line, pick(HostileNumbers.NOT_POSITIVE));
      case 2 ->
          amount(
              "too great", ExpectedOutcome.ruleBroken(path), line, pick(HostileNumbers.TOO_GREAT));
      case 3 ->
          amount("too fine", ExpectedOutcome.ruleBroken(path), line, pick(HostileNumbers.TOO_FINE));
      case 4 ->
          amount("missing", ExpectedOutcome.fault(path), line, random.nextBoolean() ? "null" : "");
      default -> {
        String amount = HostileNumbers.amount(random, 2);
        yield new Mutation(
            "amount " + amount,
            ExpectedOutcome.VALID,
            d -> d.amount(line, amount, new BigDecimal(amount)));
      }
    };
  }

  private static Mutation amount(String what, ExpectedOutcome outcome, int line, String written) {
    return new Mutation("amount " + what, outcome, draft -> draft.amount(line, written));
  }

  private Mutation strangeField(String path, Map<String, String> object) {
    String name = pick(HostileValues.STRANGE_NAMES);
    if (object.containsKey(name)) {
      throw new IllegalStateException(name);
    }
    String shown = name.length() > 60 ? name.substring(0, 60) + "…" : name;
    return new Mutation(
        "unknown field", ExpectedOutcome.fault(path + shown), draft -> object.put(name, "1"));
  }

  private Mutation total(InvoiceDraft draft) {
    String path = INVOICE + "total";
    BigDecimal sum = draft.sum();
    return switch (random.nextInt(5)) {
      case 0 ->
          put("total equal", ExpectedOutcome.VALID, "total", sum.setScale(50).toPlainString());
      case 1 -> put("total equal", ExpectedOutcome.VALID, "total", sum.unscaledValue() + "0E-3");
      case 2 -> put("total null", ExpectedOutcome.VALID_NULL, "total", "null");
      case 3 ->
          put("total type", ExpectedOutcome.fault(path), "total", pick(HostileNumbers.NO_NUMBER));
      default -> {
        List<String> others =
            List.of(
                "-" + sum, sum + "1", "0", "-0", "1e400", "1e-400", "9".repeat(1_000), "1" + sum);
        yield put("total other", ExpectedOutcome.ruleBroken(path), "total", pick(others));
      }
    };
  }

  private Mutation currency(InvoiceDraft draft) {
    String path = INVOICE + "currency";
    return switch (random.nextInt(4)) {
      case 0 -> {
        String quoted = HostileTexts.quote(pick(HostileValues.NO_CURRENCY));
        yield put("currency unknown", ExpectedOutcome.ruleBroken(path), "currency", quoted);
      }
      case 1 ->
          put(
              "currency",
              ExpectedOutcome.fault(path),
              "currency",
              pick(HostileValues.NO_CURRENCY_BY_SHAPE));
      case 2 -> {
        String amountPath = INVOICE + "lines[0].amount";
        yield new Mutation(
            "currency with fewer decimals",
            ExpectedOutcome.ruleBroken(amountPath),
            d -> {
              d.clearLines();
              d.addLine("Desk", "1.5");
              d.currency("JPY");
            });
      }
      default -> {
        String code = pick(HostileValues.CURRENCIES.keySet().stream().sorted().toList());
        yield new Mutation(
            "currency " + code,
            ExpectedOutcome.VALID,
            d -> {
              d.currency(code);
              for (int i = 0; i < draft.lines.size(); i++) {
                String amount = HostileNumbers.amount(random, HostileValues.CURRENCIES.get(code));
                d.amount(i, amount, new BigDecimal(amount));
              }
            });
      }
    };
  }

  private Mutation lines(InvoiceDraft draft) {
    return put(
        "lines", ExpectedOutcome.fault(INVOICE + "lines"), "lines", pick(HostileValues.NO_LINES));
  }

  private Mutation lineShape(InvoiceDraft draft) {
    String line = pick(HostileValues.NO_LINE);
    return put("line", ExpectedOutcome.fault(INVOICE + "lines[0]"), "lines", "[" + line + "]");
  }

  private Mutation brokenJson(InvoiceDraft draft) {
    int line = random.nextInt(draft.lines.size());
    return random.nextInt(3) == 0
        ? put(
            "raw control",
            ExpectedOutcome.UNREADABLE,
            "vendor",
            "\"a" + (char) random.nextInt(10) + "b\"")
        : amount("not JSON", ExpectedOutcome.UNREADABLE, line, pick(HostileNumbers.NOT_JSON));
  }

  private Mutation endless(InvoiceDraft draft) {
    int line = random.nextInt(draft.lines.size());
    return switch (random.nextInt(4)) {
      case 0 -> put("lone surrogate", ExpectedOutcome.UNSERVED, "vendor", "\"a\\ud83d\"");
      case 1 -> put("twice", ExpectedOutcome.UNSERVED, "vendor", "\"a\",\"vendor\":\"b\"");
      default -> amount("endless", ExpectedOutcome.UNSERVED, line, pick(HostileNumbers.ENDLESS));
    };
  }

  private Mutation nested(InvoiceDraft draft) {
    int depth = random.nextInt(4) == 0 ? 1 + random.nextInt(90) : 100 + random.nextInt(800);
    String value = "[".repeat(depth) + "]".repeat(depth);
    ExpectedOutcome outcome =
        depth < 97 ? ExpectedOutcome.fault(INVOICE + "vendor") : ExpectedOutcome.UNSERVED;
    return put(depth + " levels", outcome, "vendor", value);
  }

  private Mutation missing() {
    String field = random.nextBoolean() ? "id" : "lines";
    String written = random.nextBoolean() ? "null" : "";
    return put(field + " missing", ExpectedOutcome.fault(INVOICE + field), field, written);
  }

  private static Mutation put(String name, ExpectedOutcome outcome, String field, String json) {
    return new Mutation(name, outcome, draft -> draft.written.put(field, json));
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
