package dev.invoices.hostile;

import java.util.List;

/** The ways in which the head of an invoice is changed: its id, its texts, its dates, its extra. */
final class HeadMutations {

  private static final String INVOICE = "invoice_data.";

  private final Chance random;
  private final TextMutations texts;

  HeadMutations(Chance random, TextMutations texts) {
    this.random = random;
    this.texts = texts;
  }

  /** A change of which nothing else depends. */
  Mutation any(InvoiceDraft draft) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> id(draft);
      case 2 -> texts.strangeField(INVOICE, draft.written);
      case 3 -> date(random.nextBoolean() ? "issue_date" : "due_date");
      case 4 -> extra();
      case 5 -> ofTheHead("vendor", 200);
      default -> ofTheHead(random.nextBoolean() ? "number" : "purchase_order", 100);
    };
  }

  private Mutation ofTheHead(String field, int limit) {
    return texts.any(
        field, INVOICE + field, limit, false, (d, json, text) -> d.text(field, json, text));
  }

  private Mutation date(String field) {
    String path = INVOICE + field;
    return switch (random.nextInt(5)) {
      case 0 ->
          Mutation.put(
              "date of another type",
              ExpectedOutcome.fault(path),
              field,
              random.pick(HostileValues.NO_TEXT));
      case 1 -> Mutation.put("date null", ExpectedOutcome.READ_GENEROUSLY, field, "null");
      case 2 -> Mutation.put("date empty", ExpectedOutcome.VALID, field, "\" \"");
      case 3 -> {
        String quoted = HostileTexts.quote(random.pick(HostileValues.NO_DATES));
        yield Mutation.put("no date", ExpectedOutcome.ruleBroken(path), field, quoted);
      }
      default -> {
        String date = random.pick(HostileValues.DATES);
        String json = HostileTexts.quote(random.nextBoolean() ? date : " " + date + "\n");
        yield new Mutation("date", ExpectedOutcome.VALID, d -> d.text(field, json, date));
      }
    };
  }

  private Mutation extra() {
    if (random.nextInt(3) == 0) {
      String json = random.pick(HostileValues.NO_EXTRA.keySet().stream().sorted().toList());
      String path = INVOICE + HostileValues.NO_EXTRA.get(json);
      return Mutation.put("no extra " + json, ExpectedOutcome.ruleBroken(path), "extra", json);
    }
    String json = random.pick(HostileValues.EXTRA.keySet().stream().sorted().toList());
    return new Mutation(
        "extra " + json,
        json.startsWith("{") ? ExpectedOutcome.VALID : ExpectedOutcome.READ_GENEROUSLY,
        d -> d.extra(json, HostileValues.EXTRA.get(json)));
  }

  private Mutation id(InvoiceDraft draft) {
    String path = INVOICE + "id";
    String good = draft.id;
    return switch (random.nextInt(8)) {
      case 0 ->
          Mutation.put(
              "id of another type",
              ExpectedOutcome.fault(path),
              "id",
              random.pick(HostileValues.NO_TEXT_OR_INTEGER));
      case 1 -> {
        String id = random.pick(HostileIds.POSSIBLE).formatted(good);
        yield new Mutation("id possible", ExpectedOutcome.VALID, d -> d.id(id));
      }
      case 2 -> {
        List<String> cleaned = random.pick(HostileIds.TO_BE_CLEANED);
        yield new Mutation(
            "id cleaned",
            ExpectedOutcome.VALID,
            d -> d.id(cleaned.get(0).formatted(good), cleaned.get(1).formatted(good)));
      }
      case 3 -> {
        int c = random.pick(HostileTexts.unsafeCharacters());
        String unsafe = good + Character.toString(c);
        yield HostileTexts.isWhiteSpace(c)
            ? new Mutation("id trimmed", ExpectedOutcome.VALID, d -> d.id(unsafe, good))
            : Mutation.put(
                "id unsafe", ExpectedOutcome.ruleBroken(path), "id", HostileTexts.quote(unsafe));
      }
      case 4 ->
          Mutation.put("id of a workflow", ExpectedOutcome.ruleBroken(path), "id", "\"invoice-7\"");
      case 5 -> {
        String id = random.pick(HostileIds.CONFUSING);
        yield Mutation.put(
            "id confusing", ExpectedOutcome.ruleBroken(path), "id", HostileTexts.quote(id));
      }
      default -> {
        String id = random.pick(HostileIds.IMPOSSIBLE);
        yield Mutation.put(
            "id impossible", HostileIds.refusal(path, id), "id", HostileTexts.quote(id));
      }
    };
  }
}
