package dev.invoices.ledger;

import java.nio.file.Path;

/**
 * The ledger cannot be used now, but may be later. Trying again with the same key never pays twice.
 */
public final class LedgerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param file the ledger
   * @param problem what is wrong and what to do, without the file's name
   */
  LedgerException(Path file, String problem) {
    this(file, problem, null);
  }

  /**
   * @param file the ledger
   * @param problem what is wrong and what to do, without the file's name
   */
  LedgerException(Path file, String problem, Throwable cause) {
    super("The payment ledger %s cannot be used: %s".formatted(file, problem), cause);
  }
}
