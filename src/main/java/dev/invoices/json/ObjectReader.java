package dev.invoices.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.invoices.text.Quote;
import dev.invoices.text.SafeText;
import dev.invoices.text.TextRules;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the fields of one JSON object and collects every violation, so that a caller can correct
 * them all at once. A field that is {@code null} counts as missing.
 *
 * <p>A generous reader reads what has one meaning: it cleans texts as its {@link TextRules} do,
 * takes an empty string as missing, a number in quotes as the number, and an object or an array
 * that was sent as a string of JSON as what it holds.
 */
public final class ObjectReader {

  private static final int MAX_NAME_SHOWN = 60;

  /** More than a caller corrects in one go, and few enough to keep for the largest input. */
  private static final int MAX_FAULTS = 1_000;

  private final JsonNode object;
  private final String path;
  private final Leniency leniency;
  private final TextRules rules;
  private final List<Violation> faults;

  private ObjectReader(
      JsonNode object, String path, Leniency leniency, TextRules rules, List<Violation> faults) {
    this.object = object;
    this.path = path;
    this.leniency = leniency;
    this.rules = rules;
    this.faults = faults;
  }

  /**
   * The fields of an outermost object, read as they stand.
   *
   * @param object a missing node or a value of another type is a violation
   */
  public static ObjectReader exact(JsonNode object, TextRules rules) {
    return outermost(object, Leniency.EXACT, rules);
  }

  /**
   * The fields of an outermost object, read generously.
   *
   * @param object a missing node or a value of another type is a violation
   */
  public static ObjectReader generous(JsonNode object, TextRules rules) {
    return outermost(object, Leniency.GENEROUS, rules);
  }

  private static ObjectReader outermost(JsonNode given, Leniency leniency, TextRules rules) {
    ObjectReader around =
        new ObjectReader(MissingNode.getInstance(), "", leniency, rules, new ArrayList<>());
    if (leniency.isAbsent(given, rules)) {
      around.fault("", "is missing; give an object");
      return around;
    }
    return around.object(given, "");
  }

  /** The fields of the object {@code name}; adds to the same violations. */
  public ObjectReader object(String name) {
    return object(value(name), at(name));
  }

  /** The fields of one element of the array {@code name}; adds to the same violations. */
  public ObjectReader element(String name, JsonNode array, int index) {
    return object(array.path(index), at(name) + "[" + index + "]");
  }

  private ObjectReader object(JsonNode given, String objectPath) {
    JsonNode opened = structure(given, objectPath);
    if (!opened.isMissingNode() && !opened.isObject()) {
      add(new Violation(objectPath, "must be an object"));
    }
    return new ObjectReader(
        opened.isObject() ? opened : MissingNode.getInstance(),
        objectPath,
        leniency,
        rules,
        faults);
  }

  /**
   * The elements of the array {@code name}.
   *
   * @return another node when it is no array, a missing one when that is already a violation
   */
  public JsonNode array(String name) {
    return structure(value(name), at(name));
  }

  /** A missing node when there is none; the same with a violation for a string without JSON. */
  private JsonNode structure(JsonNode given, String where) {
    try {
      return given.isMissingNode() ? MissingNode.getInstance() : leniency.structure(given, rules);
    } catch (NotJsonException e) {
      String clause = e.getMessage();
      add(
          new Violation(
              where,
              "is a string that %s; give the JSON value itself, without quotes around it"
                  .formatted(
                      clause.endsWith(".") ? clause.substring(0, clause.length() - 1) : clause)));
      return MissingNode.getInstance();
    }
  }

  /** The names of the fields, in their order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The value of a field as it was given, missing node included. */
  public JsonNode value(String name) {
    return object.path(name);
  }

  /** The text of a field; empty when it is missing or not a string. */
  public String text(String name) {
    JsonNode value = object.path(name);
    return value.isTextual() ? leniency.text(value.textValue(), rules) : "";
  }

  /** A string that must be there and not be blank; empty when it is missing or invalid. */
  public String requiredText(String name, int maxLength) {
    if (isMissing(name)) {
      faultIfObject(name, "is missing; give a string");
      return "";
    }
    String given = text(name);
    if (value(name).isTextual()
        && SafeText.isBlank(given)
        && rules.problem(given, maxLength).isEmpty()) {
      fault(name, "must not be blank");
    }
    return optionalText(name, maxLength);
  }

  /** A string that may be missing; empty when it is missing or invalid. */
  public String optionalText(String name, int maxLength) {
    if (isMissing(name)) {
      return "";
    }
    if (!value(name).isTextual()) {
      fault(name, "must be a string");
      return "";
    }
    String given = text(name);
    Optional<String> problem = rules.problem(given, maxLength);
    problem.ifPresent(text -> fault(name, text));
    return problem.isPresent() ? "" : given;
  }

  /**
   * A string that must be there and match a pattern as a whole; empty when it is missing or
   * invalid.
   *
   * @param problem what to say of a string that does not match; reads as a sentence after the name
   */
  public String matching(String name, Pattern pattern, String problem) {
    return requiredString(name)
        .filter(
            given -> {
              boolean matches = pattern.matcher(given).matches();
              if (!matches) {
                fault(name, problem);
              }
              return matches;
            })
        .orElse("");
  }

  /** A string that must be there, as it was given; empty when it is missing or no string. */
  public Optional<String> requiredString(String name) {
    if (isMissing(name)) {
      faultIfObject(name, "is missing; give a string");
      return Optional.empty();
    }
    if (!value(name).isTextual()) {
      fault(name, "must be a string, in quotes");
      return Optional.empty();
    }
    return Optional.of(value(name).textValue());
  }

  /**
   * The digits of an integer that a caller gave in place of a string; it has no other text. A run
   * reads what it read when it began, in which such a value was no string.
   */
  public Optional<String> digits(String name) {
    JsonNode value = value(name);
    boolean isRead = rules == TextRules.OF_A_CALL && value.isIntegralNumber();
    return Optional.of(value.asText()).filter(digits -> isRead && !digits.startsWith("-"));
  }

  /** A number; empty when it is missing or invalid. */
  public Optional<BigDecimal> number(String name) {
    JsonNode value = object.path(name);
    Optional<BigDecimal> number = leniency.number(value, rules);
    if (number.isEmpty()) {
      fault(name, value.isTextual() ? leniency.noNumber(text(name)) : leniency.noNumberAtAll());
    }
    return number;
  }

  /** True or false, also in quotes; false when it is missing or invalid. */
  public boolean optionalFlag(String name) {
    String given = isMissing(name) ? "false" : object.path(name).asText();
    if (!given.equals("true") && !given.equals("false")) {
      fault(name, "must be true or false");
    }
    return given.equals("true");
  }

  /** By which rules its texts are read. */
  public TextRules textRules() {
    return rules;
  }

  /** Whether there is an object to read at all. */
  public boolean isObject() {
    return object.isObject();
  }

  /**
   * Whether the field counts as left out: it is not there, null, or empty where that means the
   * same.
   */
  public boolean isMissing(String name) {
    return leniency.isAbsent(object.path(name), rules);
  }

  /**
   * Adds a violation for every field that is not among the known ones.
   *
   * @param advice where to put what such a field says; follows "If what it says matters, "
   */
  public void refuseOthersThan(Set<String> known, String advice) {
    for (String name : namesOtherThan(known)) {
      fault(
          name,
          "is not a known field. Known fields: %s. If what it says matters, %s; otherwise leave it out"
              .formatted(String.join(", ", known.stream().sorted().toList()), advice));
    }
  }

  /** The names of the fields that are not among the known ones, fit to be shown. */
  private List<String> namesOtherThan(Set<String> known) {
    return names().stream().filter(name -> !known.contains(name)).map(ObjectReader::shown).toList();
  }

  /** The name of a field that a stranger chose, fit to be shown. */
  public static String shown(String name) {
    String shown = SafeText.of(name, MAX_NAME_SHOWN);
    return shown.equals(name) ? Quote.word(name) : Quote.of(name, MAX_NAME_SHOWN);
  }

  /** Adds a violation of a field; an empty name is the object itself. */
  public void fault(String name, String problem) {
    add(new Violation(name.isEmpty() ? path : at(name), problem));
  }

  /** Adds the violations that another reader found inside the field {@code name}. */
  public void faultsWithin(String name, List<Violation> inner) {
    inner.forEach(fault -> add(fault.within(at(name))));
  }

  /** The violations so far, at most {@value #MAX_FAULTS}, in the order in which they were found. */
  public List<Violation> faults() {
    return List.copyOf(faults);
  }

  private void faultIfObject(String name, String problem) {
    if (object.isObject()) {
      fault(name, problem);
    }
  }

  private void add(Violation fault) {
    if (faults.size() < MAX_FAULTS) {
      faults.add(fault);
    }
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
