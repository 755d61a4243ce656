package dev.invoices.hostile;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The ways in which a line of an invoice is changed. */
final class LineMutations {

  private static final String INVOICE = "invoice_data.";

  private final Chance random;
  private final TextMutations texts;

  LineMutations(Chance random, TextMutations texts) {
    this.random = random;
    this.texts = texts;
  }

  /** A change inside one line. */
  Mutation any(InvoiceDraft draft) {
    int line = random.nextInt(draft.lines.size());
    String path = INVOICE + "lines[" + line + "].";
    return switch (random.nextInt(8)) {
      case 0, 1 ->
          texts.any("item", path + "item", 500, true, (d, json, text) -> d.item(line, json, text));
      case 2 ->
          texts.any(
              "description",
              path + "description",
              2_000,
              false,
              (d, json, text) -> d.description(line, json, text));
      case 3 -> texts.strangeField(path, draft.writtenLines.get(line));
      case 4 -> quantity(path + "quantity", (d, json, number) -> d.quantity(line, json, number));
      case 5 -> quantity(path + "unit_price", (d, json, number) -> d.unitPrice(line, json, number));
      default -> amount(draft, line, path + "amount");
    };
  }

  private interface Counting {
    void put(InvoiceDraft draft, String json, Optional<BigDecimal> number);
  }

  private Mutation quantity(String path, Counting counting) {
    return switch (random.nextInt(5)) {
      case 0 ->
          counted(
              "type", ExpectedOutcome.fault(path), counting, random.pick(HostileNumbers.NO_NUMBER));
      case 1 ->
          counted(
              "range",
              ExpectedOutcome.ruleBroken(path),
              counting,
              random.pick(HostileNumbers.NO_QUANTITIES));
      case 2 ->
          counted(
              "absent",
              ExpectedOutcome.READ_GENEROUSLY,
              counting,
              random.nextBoolean() ? "null" : "\" \"");
      default -> {
        String number = random.pick(HostileNumbers.QUANTITIES);
        boolean quoted = random.nextBoolean();
        String json = quoted ? HostileTexts.quote(" " + number) : number;
        yield new Mutation(
            "quantity " + number,
            quoted ? ExpectedOutcome.READ_GENEROUSLY : ExpectedOutcome.VALID,
            d -> counting.put(d, json, Optional.of(new BigDecimal(number))));
      }
    };
  }

  private static Mutation counted(
      String what, ExpectedOutcome outcome, Counting counting, String json) {
    return new Mutation("quantity " + what, outcome, d -> counting.put(d, json, Optional.empty()));
  }

  private Mutation amount(InvoiceDraft draft, int line, String path) {
    return switch (random.nextInt(9)) {
      case 0 ->
          amount("type", ExpectedOutcome.fault(path), line, random.pick(HostileNumbers.NO_NUMBER));
      case 1, 7 -> notPositive(draft, line);
      case 2 ->
          amount(
              "too great",
              ExpectedOutcome.ruleBroken(path),
              line,
              random.pick(HostileNumbers.TOO_GREAT));
      case 3 ->
          amount(
              "too fine",
              ExpectedOutcome.ruleBroken(path),
              line,
              random.pick(HostileNumbers.TOO_FINE));
      case 4 ->
          amount(
              "missing",
              ExpectedOutcome.fault(path),
              line,
              random.pick(List.of("null", "", "\"\"", "\" \"")));
      case 5 -> {
        String amount = HostileNumbers.amount(random.random(), 2);
        if (amount.matches("[1-9][0-9]{0,2}\\.[0-9]{3}")) {
          yield amount(
              "in thousands", ExpectedOutcome.fault(path), line, HostileTexts.quote(amount));
        }
        boolean isPlain = amount.length() <= 100;
        yield isPlain
            ? new Mutation(
                "amount quoted",
                ExpectedOutcome.READ_GENEROUSLY,
                d -> d.amount(line, HostileTexts.quote("\n" + amount), new BigDecimal(amount)))
            : amount("endless", ExpectedOutcome.fault(path), line, HostileTexts.quote(amount));
      }
      default -> {
        String amount = HostileNumbers.amount(random.random(), 2);
        yield new Mutation(
            "amount " + amount,
            ExpectedOutcome.VALID,
            d -> d.amount(line, amount, new BigDecimal(amount)));
      }
    };
  }

  /** Right as long as the others make the sum positive. */
  private Mutation notPositive(InvoiceDraft draft, int line) {
    BigDecimal amount = new BigDecimal(random.pick(HostileNumbers.NOT_POSITIVE));
    BigDecimal sum = draft.sum().subtract(draft.lines.get(line).amount()).add(amount);
    return new Mutation(
        "amount " + amount,
        sum.signum() > 0 ? ExpectedOutcome.VALID : ExpectedOutcome.ruleBroken(INVOICE + "total"),
        d -> d.amount(line, amount.toString(), amount));
  }

  static Mutation amount(String what, ExpectedOutcome outcome, int line, String written) {
    return new Mutation("amount " + what, outcome, draft -> draft.amount(line, written));
  }
}
