package dev.invoices.hostile;

import java.util.List;

/**
 * One tool call and what must become of it.
 *
 * @param name for messages
 * @param tool which is called
 * @param arguments as they are written
 * @param outcomes one for each change; all of them hold
 * @param freeId an id under which nothing may have been started if the call is refused; may be
 *     empty
 * @param expected what must have been submitted if it is accepted; null for the other tools
 */
public record HostileCase(
    String name,
    String tool,
    String arguments,
    List<ExpectedOutcome> outcomes,
    String freeId,
    ExpectedInvoice expected) {

  /** The error of the protocol that wins: what is not JSON is not looked at any further. */
  public ExpectedOutcome error() {
    return outcomes.stream()
        .filter(outcome -> !outcome.isServed())
        .min((a, b) -> Integer.compare(a.error(), b.error()))
        .orElse(ExpectedOutcome.VALID);
  }

  public boolean isServed() {
    return outcomes.stream().allMatch(ExpectedOutcome::isServed);
  }

  /** The fields that must be named; empty when the arguments are valid. */
  public List<String> faults() {
    return outcomes.stream().filter(ExpectedOutcome::isFault).map(ExpectedOutcome::path).toList();
  }

  public boolean isValid() {
    return isServed() && faults().isEmpty();
  }

  public boolean fitsSchema() {
    return outcomes.stream().allMatch(ExpectedOutcome::fitsSchema);
  }

  @Override
  public String toString() {
    String shown = arguments.length() > 300 ? arguments.substring(0, 300) + "…" : arguments;
    return name + ": " + tool + " " + shown;
  }
}
