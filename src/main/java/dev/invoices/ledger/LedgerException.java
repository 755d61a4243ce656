package dev.invoices.ledger;

/**
 * The ledger cannot be used now, but may be later. Trying again with the same key never pays twice.
 */
public final class LedgerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean passes;

  /**
   * @param place where the ledger is, without a user or a password
   * @param problem what is wrong and what to do, without the place
   */
  public LedgerException(String place, String problem) {
    this(place, problem, null);
  }

  /**
   * @param place where the ledger is, without a user or a password
   * @param problem what is wrong and what to do, without the place
   */
  public LedgerException(String place, String problem, Throwable cause) {
    this(place, problem, cause, false);
  }

  private LedgerException(String place, String problem, Throwable cause, boolean passes) {
    super("The payment ledger %s cannot be used: %s".formatted(place, problem), cause);
    this.passes = passes;
  }

  /**
   * The store is down, or starts.
   *
   * @param place where the ledger is, without a user or a password
   * @param problem what is wrong, without the place
   */
  public static LedgerException passing(String place, String problem) {
    return new LedgerException(place, problem, null, true);
  }

  /** Whether it is likely to pass by itself, without a change of the settings. */
  public boolean passes() {
    return passes;
  }
}
