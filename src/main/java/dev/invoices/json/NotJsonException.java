package dev.invoices.json;

/** A text holds no JSON value, or more than one; the message reads as a clause after its name. */
public final class NotJsonException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean tooDeep;

  NotJsonException(String clause) {
    this(clause, false);
  }

  private NotJsonException(String clause, boolean tooDeep) {
    super(clause);
    this.tooDeep = tooDeep;
  }

  static NotJsonException tooDeep(int levels) {
    return new NotJsonException(
        "is nested deeper than the %d levels allowed".formatted(levels), true);
  }

  /** Whether it may be JSON, but no reader should follow it down. */
  public boolean isTooDeep() {
    return tooDeep;
  }
}
