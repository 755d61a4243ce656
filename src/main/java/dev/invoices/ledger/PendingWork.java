package dev.invoices.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Work that waits for its transaction, and its outcome. One thread does it, another waits. */
final class PendingWork<T, X extends Exception> {

  private final LedgerWork<T, X> work;
  private final boolean forced;
  private final CountDownLatch ended = new CountDownLatch(1);
  private T result;
  private Throwable problem;

  /**
   * @param forced whether what was done must survive a power failure once it is confirmed
   */
  PendingWork(LedgerWork<T, X> work, boolean forced) {
    this.work = work;
    this.forced = forced;
  }

  boolean isForced() {
    return forced;
  }

  /**
   * Does the work. If it fails, nothing of it stays in the transaction, and the transaction
   * continues. A refusal is no failure: what was written before it stays.
   *
   * @throws SQLException when the transaction cannot continue
   */
  void attempt(Connection connection) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      result = work.in(connection);
      connection.releaseSavepoint(before);
    } catch (SQLException | RuntimeException e) {
      problem = e;
      undo(connection, before, e);
    } catch (Exception refusal) {
      problem = refusal;
      connection.releaseSavepoint(before);
    }
  }

  /** Whether the store failed at it. */
  boolean hasFailed() {
    return problem instanceof SQLException;
  }

  private static void undo(Connection connection, Savepoint before, Exception cause)
      throws SQLException {
    try {
      connection.rollback(before);
    } catch (SQLException e) {
      // Some errors end the whole transaction. The first error says why; this one only
      // says that the transaction is gone.
      throw cause instanceof SQLException ending ? ending : e;
    }
  }

  /** The outcome is safe on the disk. */
  void confirm() {
    ended.countDown();
  }

  /**
   * The transaction failed. Even a refusal no longer counts: it may have relied on work that is now
   * undone.
   */
  void fail(Throwable cause) {
    problem = cause;
    ended.countDown();
  }

  /**
   * Waits for the end of the work.
   *
   * @return whether it ended in time
   */
  boolean awaitEnd(long limit, TimeUnit unit) throws InterruptedException {
    return ended.await(limit, unit);
  }

  /**
   * The outcome of work that has begun. Waits for its end, even when interrupted.
   *
   * @throws SQLException when the store failed
   * @throws X when the work refused
   */
  @SuppressWarnings("unchecked") // the only other checked exception that the work can throw
  T outcome() throws SQLException, X {
    awaitEndUninterruptibly();
    if (problem == null) {
      return result;
    }
    if (problem instanceof SQLException e) {
      throw e;
    }
    if (problem instanceof RuntimeException e) {
      throw e;
    }
    if (problem instanceof Error e) {
      throw e;
    }
    throw (X) problem;
  }

  private void awaitEndUninterruptibly() {
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
