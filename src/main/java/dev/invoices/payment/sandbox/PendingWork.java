package dev.invoices.payment.sandbox;

import dev.invoices.payment.PaymentDeclinedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Work that waits for its transaction, and what came of it. One thread does it, another waits for
 * it.
 */
final class PendingWork<T> {

  private final Ledger.Work<T> work;
  private final CountDownLatch ended = new CountDownLatch(1);
  private T result;
  private Throwable problem;

  PendingWork(Ledger.Work<T> work) {
    this.work = work;
  }

  /**
   * Does the work; when it fails nothing of it stays in the transaction, which goes on. A refusal
   * is no failure: what was added up for it stays.
   *
   * @throws SQLException when the transaction cannot go on
   */
  void attempt(Connection connection) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      result = work.in(new LedgerTransaction(connection));
      connection.releaseSavepoint(before);
    } catch (PaymentDeclinedException e) {
      problem = e;
      connection.releaseSavepoint(before);
    } catch (SQLException | RuntimeException e) {
      problem = e;
      undo(connection, before, e);
    }
  }

  private static void undo(Connection connection, Savepoint before, Exception cause)
      throws SQLException {
    try {
      connection.rollback(before);
    } catch (SQLException e) {
      // SQLite ends the whole transaction on some errors; those say why, not that it is gone.
      throw cause instanceof SQLException ending ? ending : e;
    }
  }

  /** What it came to is safe on the disk. */
  void confirm() {
    ended.countDown();
  }

  /**
   * The transaction failed: what it came to, be it a refusal, may have rested on what is undone.
   */
  void fail(Throwable cause) {
    problem = cause;
    ended.countDown();
  }

  boolean awaitEnd(long limit, TimeUnit unit) throws InterruptedException {
    return ended.await(limit, unit);
  }

  /** What it came to; waits for the end of work that was begun, even when interrupted. */
  T outcome() throws SQLException, PaymentDeclinedException {
    awaitEndForSure();
    if (problem == null) {
      return result;
    }
    if (problem instanceof SQLException e) {
      throw e;
    }
    if (problem instanceof PaymentDeclinedException e) {
      throw e;
    }
    if (problem instanceof Error e) {
      throw e;
    }
    throw (RuntimeException) problem;
  }

  private void awaitEndForSure() {
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
