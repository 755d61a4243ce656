package dev.invoices.invoice.decision;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a decision was made, as its sender says: a program that may send signals to the workflow can
 * claim any of them.
 */
public enum DecisionMethod {
  /** An agent called a tool, and no person was asked. */
  AGENT("by an agent"),
  /** A person filled in a form that the client showed. */
  FORM("in a form"),
  /** A person pressed a button of the card in the chat. */
  CARD("in the card"),
  /** A person answered at a terminal. */
  TERMINAL("at the terminal"),
  /** A signal that does not say, such as one from Temporal's Web UI. */
  SIGNAL("by a signal");

  private final String text;

  DecisionMethod(String text) {
    this.text = text;
  }

  /** For people; reads on after "approved" or "rejected". */
  public String text() {
    return text;
  }

  /** Its name in JSON. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The method with this name in JSON; empty when there is none. */
  public static Optional<DecisionMethod> named(String wireName) {
    return Stream.of(values()).filter(method -> method.wireName().equals(wireName)).findFirst();
  }

  /** For JSON of a later version: null when this one does not know the name. */
  @JsonCreator
  static DecisionMethod read(String wireName) {
    return named(wireName).orElse(null);
  }
}
