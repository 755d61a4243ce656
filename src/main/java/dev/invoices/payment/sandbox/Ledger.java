package dev.invoices.payment.sandbox;

import dev.invoices.payment.PaymentDeclinedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The payments that were made, in an SQLite file: one row for each payment, unique by idempotency
 * key, written completely or not at all. Several processes on one machine can share the file
 * safely.
 */
public final class Ledger {

  /** How often opening waits for a lock before it gives up. */
  private static final int MAX_LOCK_RETRIES = 15;

  private static final String CREATE =
      """
      CREATE TABLE IF NOT EXISTS payments (
        idempotency_key TEXT NOT NULL PRIMARY KEY,
        invoice_id      TEXT NOT NULL,
        line            INTEGER NOT NULL,
        item            TEXT NOT NULL,
        amount          TEXT NOT NULL,
        currency        TEXT NOT NULL,
        receipt         TEXT NOT NULL UNIQUE,
        paid_at         TEXT NOT NULL
      ) STRICT""";

  private final WriteQueue queue;
  private final boolean wasEmpty;

  private Ledger(LedgerFile file, boolean wasEmpty) {
    this.queue = new WriteQueue(file);
    this.wasEmpty = wasEmpty;
  }

  /**
   * Opens the ledger in a file. Creates the file and its folder if they do not exist yet.
   *
   * @throws LedgerException when the file cannot be used
   */
  public static Ledger open(Path path) {
    LedgerFile file = new LedgerFile(path.toAbsolutePath());
    file.createFolder();
    for (int retriesLeft = MAX_LOCK_RETRIES; ; retriesLeft--) {
      try (Connection connection = file.create();
          Statement statement = connection.createStatement()) {
        statement.execute(CREATE);
        return new Ledger(file, isEmpty(statement));
      } catch (SQLException e) {
        if (retriesLeft == 0 || !LedgerErrors.isLocked(e)) {
          throw LedgerErrors.explain(file.path(), e);
        }
      }
    }
  }

  private static boolean isEmpty(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT 1 FROM payments LIMIT 1")) {
      return !row.next();
    }
  }

  /** Whether it held no payment when it was opened. */
  public boolean wasEmpty() {
    return wasEmpty;
  }

  /**
   * Does some work in one transaction, with which no other process can interfere. The transaction
   * may also hold other work of this process, one after the other. Each is kept or undone as a
   * whole, and none returns before everything is safe on the disk.
   *
   * @throws PaymentDeclinedException when the work refuses the payment
   * @throws LedgerException when the ledger cannot be used; another try finds whatever was written
   */
  <T> T transact(LedgerWork<T> work) throws PaymentDeclinedException {
    return queue.write(work);
  }
}
