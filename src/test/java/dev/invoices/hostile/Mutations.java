package dev.invoices.hostile;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

/** The ways in which a generated invoice is changed. */
final class Mutations {

  private static final String INVOICE = "invoice_data.";
  private final Chance random;
  private final HeadMutations head;
  private final LineMutations line;

  Mutations(Random random) {
    this.random = new Chance(random);
    TextMutations texts = new TextMutations(this.random);
    this.head = new HeadMutations(this.random, texts);
    this.line = new LineMutations(this.random, texts);
  }

  /** A change of the head, of which nothing else depends. */
  Mutation ofTheHead(InvoiceDraft draft) {
    return head.any(draft);
  }

  /** A change inside one line. */
  Mutation ofALine(InvoiceDraft draft) {
    return line.any(draft);
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

  private Mutation total(InvoiceDraft draft) {
    String path = INVOICE + "total";
    BigDecimal sum = draft.sum();
    return switch (random.nextInt(7)) {
      case 5 -> Mutation.put("total empty", ExpectedOutcome.READ_GENEROUSLY, "total", "\"\"");
      case 6 ->
          Mutation.put(
              "total quoted", ExpectedOutcome.READ_GENEROUSLY, "total", "\"%s \"".formatted(sum));
      case 0 ->
          Mutation.put(
              "total equal", ExpectedOutcome.VALID, "total", sum.setScale(50).toPlainString());
      case 1 ->
          Mutation.put("total equal", ExpectedOutcome.VALID, "total", sum.unscaledValue() + "0E-3");
      case 2 -> Mutation.put("total null", ExpectedOutcome.READ_GENEROUSLY, "total", "null");
      case 3 ->
          Mutation.put(
              "total type",
              ExpectedOutcome.fault(path),
              "total",
              random.pick(HostileNumbers.NO_NUMBER));
      default -> {
        List<String> others =
            List.of(
                "-" + sum, sum + "1", "0", "-0", "1e400", "1e-400", "9".repeat(1_000), "1" + sum);
        yield Mutation.put(
            "total other", ExpectedOutcome.ruleBroken(path), "total", random.pick(others));
      }
    };
  }

  private Mutation currency(InvoiceDraft draft) {
    String path = INVOICE + "currency";
    return switch (random.nextInt(5)) {
      case 4 -> {
        String json = random.pick(HostileValues.USUAL_CURRENCY);
        yield new Mutation(
            "currency " + json,
            ExpectedOutcome.VALID,
            d -> {
              d.currency("USD");
              d.written.put("currency", json);
            });
      }
      case 0 -> {
        String quoted = HostileTexts.quote(random.pick(HostileValues.NO_CURRENCY));
        yield Mutation.put(
            "currency unknown", ExpectedOutcome.ruleBroken(path), "currency", quoted);
      }
      case 1 -> {
        String json = random.pick(HostileValues.NO_CURRENCY_BY_SHAPE);
        ExpectedOutcome outcome =
            json.startsWith("\"") ? ExpectedOutcome.ruleBroken(path) : ExpectedOutcome.fault(path);
        yield Mutation.put("currency", outcome, "currency", json);
      }
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
        String code = random.pick(HostileValues.CURRENCIES.keySet().stream().sorted().toList());
        yield new Mutation(
            "currency " + code,
            ExpectedOutcome.VALID,
            d -> {
              d.currency(code);
              for (int i = 0; i < draft.lines.size(); i++) {
                String amount =
                    HostileNumbers.amount(random.random(), HostileValues.CURRENCIES.get(code));
                d.amount(i, amount, new BigDecimal(amount));
              }
            });
      }
    };
  }

  private Mutation lines(InvoiceDraft draft) {
    return Mutation.put(
        "lines",
        ExpectedOutcome.fault(INVOICE + "lines"),
        "lines",
        random.pick(HostileValues.NO_LINES));
  }

  private Mutation lineShape(InvoiceDraft draft) {
    String line = random.pick(HostileValues.NO_LINE);
    return Mutation.put(
        "line", ExpectedOutcome.fault(INVOICE + "lines[0]"), "lines", "[" + line + "]");
  }

  private Mutation brokenJson(InvoiceDraft draft) {
    int line = random.nextInt(draft.lines.size());
    return random.nextInt(3) == 0
        ? Mutation.put(
            "raw control",
            ExpectedOutcome.UNREADABLE,
            "vendor",
            "\"a" + (char) random.nextInt(10) + "b\"")
        : LineMutations.amount(
            "not JSON", ExpectedOutcome.UNREADABLE, line, random.pick(HostileNumbers.NOT_JSON));
  }

  private Mutation endless(InvoiceDraft draft) {
    int line = random.nextInt(draft.lines.size());
    return switch (random.nextInt(4)) {
      case 0 -> Mutation.put("lone surrogate", ExpectedOutcome.UNSERVED, "vendor", "\"a\\ud83d\"");
      case 1 -> Mutation.put("twice", ExpectedOutcome.UNSERVED, "vendor", "\"a\",\"vendor\":\"b\"");
      default ->
          LineMutations.amount(
              "endless", ExpectedOutcome.UNSERVED, line, random.pick(HostileNumbers.ENDLESS));
    };
  }

  private Mutation nested(InvoiceDraft draft) {
    int depth = random.nextInt(4) == 0 ? 1 + random.nextInt(90) : 100 + random.nextInt(800);
    String value = "[".repeat(depth) + "]".repeat(depth);
    ExpectedOutcome outcome =
        depth < 97 ? ExpectedOutcome.fault(INVOICE + "vendor") : ExpectedOutcome.UNSERVED;
    return Mutation.put(depth + " levels", outcome, "vendor", value);
  }

  private Mutation missing() {
    String field = random.nextBoolean() ? "id" : "lines";
    String written = random.nextBoolean() ? "null" : "";
    return Mutation.put(field + " missing", ExpectedOutcome.fault(INVOICE + field), field, written);
  }
}
