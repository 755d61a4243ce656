package dev.invoices.ledger;

/**
 * Reads a ledger as it is, while workers may write to it: creates and converts nothing, and makes
 * no worker wait.
 */
public interface LedgerReader {

  /**
   * Reads something.
   *
   * @param work may write nothing
   * @throws X when the work refuses
   * @throws LedgerException when the ledger cannot be read, is not one of this version, or is
   *     another one than at first
   */
  <T, X extends Exception> T read(LedgerWork<T, X> work) throws X;
}
