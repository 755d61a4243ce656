package dev.invoices.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.invoices.text.Quote;
import java.util.Objects;

/**
 * Which ledger records what a gateway pays. Two with the same id are one ledger, or copies of it.
 *
 * @param id a UUID, made when the ledger was created
 * @param file the absolute path, for people
 */
@JsonNaming(SnakeCaseStrategy.class)
public record LedgerIdentity(String id, String file) {

  private static final int MAX_FILE_LENGTH = 100;

  /** Enough of an id to tell two ledgers apart. */
  private static final int SHOWN_ID = 8;

  public LedgerIdentity {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(file, "file");
  }

  /** Whether both are the same ledger, wherever its file is. */
  public boolean isSameAs(LedgerIdentity other) {
    return id.equals(other.id);
  }

  /**
   * Why a worker does not pay for an invoice that belongs to this ledger, and what to do; without
   * the full stop. The files come last where they are not needed to act.
   *
   * @param ofWorker another ledger
   */
  public String differenceFrom(LedgerIdentity ofWorker) {
    return file.equals(ofWorker.file)
        ? "the ledger was replaced: the invoice belongs to ledger %s, and this is ledger %s. Restore it from a backup. If it is lost, compare with what was really paid, terminate the workflow in the Web UI, and submit the invoice again. The ledger: \"%s\""
            .formatted(shortened(id), shortened(ofWorker.id), quoted(file))
        : "the invoice belongs to the ledger \"%s\", and this worker has another one, \"%s\". So this worker pays nothing for it. Stop this worker, and start one whose INVOICE_LEDGER is the ledger of the invoice"
            .formatted(quoted(file), quoted(ofWorker.file));
  }

  private static String shortened(String id) {
    return Quote.inside(id, SHOWN_ID);
  }

  private static String quoted(String file) {
    return Quote.inside(file, MAX_FILE_LENGTH);
  }
}
