package dev.invoices.ledger;

/**
 * The ledger cannot be used now, but may be later. Trying again with the same key never pays twice.
 */
public final class LedgerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

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
    super("The payment ledger %s cannot be used: %s".formatted(place, problem), cause);
  }
}
