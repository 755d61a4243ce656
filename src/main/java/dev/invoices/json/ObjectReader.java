package dev.invoices.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.text.SafeText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the fields of one JSON object and collects every violation, so that a caller can correct
 * them all at once. A field that is {@code null} counts as missing.
 */
public final class ObjectReader {

  private static final int MAX_NAME_SHOWN = 60;

  /** More than a caller corrects in one go, and few enough to keep for the largest input. */
  private static final int MAX_FAULTS = 1_000;

  private final JsonNode object;
  private final String path;
  private final List<Violation> faults;

  private ObjectReader(JsonNode object, String path, List<Violation> faults) {
    this.object = object;
    this.path = path;
    this.faults = faults;
  }

  /**
   * The fields of an outermost object.
   *
   * @param object a missing node or a value of another type is a violation
   */
  public static ObjectReader of(JsonNode object) {
    ObjectReader fields = new ObjectReader(object, "", new ArrayList<>());
    if (object.isMissingNode() || object.isNull()) {
      fields.fault("", "is missing; give an object");
    } else if (!object.isObject()) {
      fields.fault("", "must be an object");
    }
    return fields;
  }

  /** The fields of one element of the array {@code name}; adds to the same violations. */
  public ObjectReader element(String name, int index) {
    String elementPath = at(name) + "[" + index + "]";
    JsonNode element = object.path(name).path(index);
    if (!element.isObject()) {
      add(new Violation(elementPath, "must be an object"));
    }
    return new ObjectReader(element, elementPath, faults);
  }

  /** The value of an object or array field, missing node included. */
  public JsonNode value(String name) {
    return object.path(name);
  }

  /** A string that must be there and not be blank; empty when it is missing or invalid. */
  public String requiredText(String name, int maxLength) {
    if (isMissing(name)) {
      faultIfObject(name, "is missing; give a string");
      return "";
    }
    String given = object.path(name).asText();
    if (object.path(name).isTextual()
        && SafeText.isBlank(given)
        && SafeText.problem(given, maxLength).isEmpty()) {
      fault(name, "must not be blank");
    }
    return optionalText(name, maxLength);
  }

  /** A string that may be missing; empty when it is missing or invalid. */
  public String optionalText(String name, int maxLength) {
    if (isMissing(name)) {
      return "";
    }
    JsonNode value = object.path(name);
    if (!value.isTextual()) {
      fault(name, "must be a string");
      return "";
    }
    Optional<String> problem = SafeText.problem(value.textValue(), maxLength);
    problem.ifPresent(text -> fault(name, text));
    return problem.isPresent() ? "" : value.textValue();
  }

  /**
   * A string that must be there and match a pattern as a whole; empty when it is missing or
   * invalid.
   *
   * @param problem what to say of a string that does not match; reads as a sentence after the name
   */
  public String matching(String name, Pattern pattern, String problem) {
    if (isMissing(name)) {
      faultIfObject(name, "is missing; give a string");
      return "";
    }
    JsonNode value = object.path(name);
    if (!value.isTextual()) {
      fault(name, "must be a string, in quotes");
    } else if (!pattern.matcher(value.textValue()).matches()) {
      fault(name, problem);
    } else {
      return value.textValue();
    }
    return "";
  }

  /** A number; empty when it is missing or invalid. */
  public Optional<BigDecimal> number(String name) {
    JsonNode value = object.path(name);
    if (!value.isNumber()) {
      fault(name, "must be a number, without quotes");
      return Optional.empty();
    }
    return Optional.of(value.decimalValue());
  }

  /** Whether there is an object to read at all. */
  public boolean isObject() {
    return object.isObject();
  }

  /** Whether the field is not there or {@code null}. */
  public boolean isMissing(String name) {
    JsonNode value = object.path(name);
    return value.isMissingNode() || value.isNull();
  }

  /** Adds a violation for every field that is not among the known ones. */
  public void refuseOthersThan(Set<String> known) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                fault(
                    name.isEmpty() ? "\"\"" : SafeText.of(name, MAX_NAME_SHOWN),
                    "is not a known field. Known fields: %s. If what it says matters, put it into one of them; otherwise leave it out"
                        .formatted(String.join(", ", known.stream().sorted().toList())));
              }
            });
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
