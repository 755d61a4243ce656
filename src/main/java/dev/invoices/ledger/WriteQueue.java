package dev.invoices.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Writes the work that waits at the same time in one transaction, on one thread.
 *
 * <p>To make a transaction durable costs several forced writes to the disk, however many rows it
 * has. And SQLite has no queue of its own: a thread that finds the file locked sleeps and tries
 * again, and with a dozen threads some never found it free within 2 s (sqlite-jdbc 3.54).
 */
final class WriteQueue {

  /** How long work waits to be begun. */
  private static final int TURN_WAIT_MILLIS = 10_000;

  /** How long the thread waits for more work before it ends. */
  private static final int IDLE_MILLIS = 2_000;

  /** Limits how long other processes have to wait. */
  private static final int MAX_BATCH = 50;

  private static final String STOPPING = "the worker is stopping";

  private final LedgerStore store;
  private final BlockingQueue<PendingWork<?, ?>> waiting = new LinkedBlockingQueue<>();
  private final ExecutorService writer = oneThreadWhenNeeded();

  WriteQueue(LedgerStore store) {
    this.store = store;
  }

  /**
   * Does some work in a transaction and returns once it is safe on the disk.
   *
   * @throws X when the work refuses
   * @throws LedgerException when the ledger cannot be used
   */
  <T, X extends Exception> T write(LedgerWork<T, X> work) throws X {
    PendingWork<T, X> pending = enqueue(new PendingWork<>(work, true));
    awaitTurn(pending);
    return outcome(pending);
  }

  /**
   * The same for work that is no payment: a power failure, but no end of a process, may undo what
   * was done last. Gives up after a time, even when the work has begun and may still be done.
   *
   * @throws X when the work refuses
   * @throws LedgerException when the ledger cannot be used, or not in time
   */
  <T, X extends Exception> T writeWithin(Duration limit, LedgerWork<T, X> work) throws X {
    PendingWork<T, X> pending = enqueue(new PendingWork<>(work, false));
    try {
      if (!pending.awaitEnd(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        waiting.remove(pending);
        throw new LedgerException(
            store.place(),
            "it did not answer within %d ms; another process may keep it locked"
                .formatted(limit.toMillis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      waiting.remove(pending);
      throw new LedgerException(store.place(), STOPPING, e);
    }
    return outcome(pending);
  }

  private <T, X extends Exception> PendingWork<T, X> enqueue(PendingWork<T, X> pending) {
    waiting.add(pending);
    writer.execute(this::writeWaiting);
    return pending;
  }

  private <T, X extends Exception> T outcome(PendingWork<T, X> pending) throws X {
    try {
      return pending.outcome();
    } catch (SQLException e) {
      throw store.explain(e);
    }
  }

  /** Returns when the work is done, or when it has begun and so is certain to end quickly. */
  private void awaitTurn(PendingWork<?, ?> pending) {
    try {
      if (!pending.awaitEnd(TURN_WAIT_MILLIS, TimeUnit.MILLISECONDS) && waiting.remove(pending)) {
        throw new LedgerException(store.place(), "too many payments are waiting for it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      if (waiting.remove(pending)) {
        throw new LedgerException(store.place(), STOPPING, e);
      }
    }
  }

  private void writeWaiting() {
    List<PendingWork<?, ?>> batch = new ArrayList<>();
    waiting.drainTo(batch, MAX_BATCH);
    if (batch.isEmpty()) {
      return;
    }
    try {
      store.write(
          batch.stream().anyMatch(PendingWork::isForced),
          connection -> {
            for (PendingWork<?, ?> pending : batch) {
              pending.attempt(connection);
            }
            return batch.stream().noneMatch(PendingWork::hasFailed);
          });
      batch.forEach(PendingWork::confirm);
    } catch (SQLException | RuntimeException | Error e) {
      batch.forEach(pending -> pending.fail(e));
    }
  }

  private static ExecutorService oneThreadWhenNeeded() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_MILLIS,
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "ledger");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
