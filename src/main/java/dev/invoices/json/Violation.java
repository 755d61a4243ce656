package dev.invoices.json;

/**
 * One rule that an input breaks.
 *
 * @param path where, for example {@code lines[1].amount}
 * @param problem what is wrong and how to correct it; reads as a sentence after the path
 */
public record Violation(String path, String problem) {

  /** The same violation seen from the outer object's field {@code parent}. */
  public Violation within(String parent) {
    return new Violation(path.isEmpty() ? parent : parent + "." + path, problem);
  }

  @Override
  public String toString() {
    return (path.isEmpty() ? "the input" : path) + " " + problem;
  }
}
