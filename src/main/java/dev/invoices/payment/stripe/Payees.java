package dev.invoices.payment.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.invoice.Invoice;
import dev.invoices.json.ExactJson;
import dev.invoices.json.NotJsonException;
import dev.invoices.json.ObjectReader;
import dev.invoices.json.StrictJson;
import dev.invoices.json.Violation;
import dev.invoices.text.NameKey;
import dev.invoices.text.Quote;
import dev.invoices.text.TextRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which account is whose: one version of the operator's own list. */
final class Payees {

  private static final Pattern ACCOUNT = Pattern.compile("acct_[A-Za-z0-9]{1,60}");
  private static final Set<String> FIELDS = Set.of("vendor", "aliases", "stripe");
  private static final String ADVICE = "write it into another file";
  private static final int MAX_SHOWN = 5;
  private static final int MAX_NAME_SHOWN = 60;

  /** Accounts with the name as it is written, by the form in which names are compared. */
  private final Map<String, Payee> byName = new HashMap<>();

  private record Payee(String account, String name) {}

  /** A list cannot be used; the message says why, in clauses without a full stop. */
  static final class InvalidException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidException(String message) {
      super(message);
    }
  }

  private Payees() {}

  /**
   * Reads a list: {@code {"payees": [{"vendor": "Alpha GmbH", "aliases": ["ALPHA"], "stripe":
   * "acct_1Alpha"}]}}.
   *
   * @throws InvalidException with everything that is wrong with it
   */
  static Payees read(String json) throws InvalidException {
    ObjectReader reader = ObjectReader.generous(tree(json), TextRules.OF_A_CALL);
    reader.refuseOthersThan(Set.of("payees"), ADVICE);
    JsonNode list = reader.array("payees");
    if (reader.isObject() && !list.isArray()) {
      reader.fault("payees", "must be an array of objects");
    }
    Payees payees = new Payees();
    for (int i = 0; i < list.size(); i++) {
      payees.add(reader.element("payees", list, i));
    }
    if (!reader.faults().isEmpty()) {
      throw new InvalidException(summary(reader.faults()));
    }
    return payees;
  }

  private static JsonNode tree(String json) throws InvalidException {
    try {
      StrictJson.Document document = StrictJson.read(StrictJson.withoutMark(json));
      if (document.violation().isPresent()) {
        throw new InvalidException("it breaks a rule: " + document.violation().get());
      }
      return ExactJson.mapper().valueToTree(document.value());
    } catch (NotJsonException e) {
      throw new InvalidException("it " + e.getMessage());
    }
  }

  private static String summary(List<Violation> faults) {
    String first =
        faults.stream().limit(MAX_SHOWN).map(Violation::toString).collect(Collectors.joining("; "));
    return faults.size() > MAX_SHOWN
        ? "%s; and %d more".formatted(first, faults.size() - MAX_SHOWN)
        : first;
  }

  private void add(ObjectReader entry) {
    entry.refuseOthersThan(FIELDS, ADVICE);
    String account =
        entry.matching(
            "stripe",
            ACCOUNT,
            "must be the id of an account at Stripe, such as acct_1Nv0FGQ9RKHgCVdK");
    add(entry, "vendor", entry.requiredText("vendor", Invoice.MAX_VENDOR_LENGTH), account);
    JsonNode aliases = entry.value("aliases");
    if (!entry.isMissing("aliases") && !aliases.isArray()) {
      entry.fault("aliases", "must be an array of strings");
    }
    for (int i = 0; i < aliases.size(); i++) {
      addAlias(entry, "aliases[%d]".formatted(i), aliases.get(i), account);
    }
  }

  private void addAlias(ObjectReader entry, String where, JsonNode alias, String account) {
    TextRules rules = entry.textRules();
    String name = rules.clean(alias.asText());
    if (!alias.isTextual() || name.isEmpty()) {
      entry.fault(where, "must be a string that is not blank");
      return;
    }
    Optional<String> problem = rules.problem(name, Invoice.MAX_VENDOR_LENGTH);
    problem.ifPresent(text -> entry.fault(where, text));
    if (problem.isEmpty()) {
      add(entry, where, name, account);
    }
  }

  /** A name with two accounts would leave open who is paid. */
  private void add(ObjectReader entry, String where, String name, String account) {
    if (name.isEmpty() || account.isEmpty()) {
      return;
    }
    Payee known = byName.putIfAbsent(NameKey.of(name), new Payee(account, name));
    if (known != null && !known.account().equals(account)) {
      entry.fault(
          where,
          "has the account %s, but %s has %s already; give each name one account. The name: %s"
              .formatted(
                  account,
                  known.name().equals(name) ? "the same name" : quoted(known.name()),
                  known.account(),
                  quoted(name)));
    }
  }

  /** The account of a vendor, compared without regard to case and spacing. */
  Optional<String> account(String vendor) {
    return Optional.ofNullable(byName.get(NameKey.of(vendor))).map(Payee::account);
  }

  /** How many names are known. */
  int size() {
    return byName.size();
  }

  private static String quoted(String name) {
    return Quote.of(name, MAX_NAME_SHOWN);
  }
}
