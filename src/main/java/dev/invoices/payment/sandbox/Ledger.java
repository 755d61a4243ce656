package dev.invoices.payment.sandbox;

import dev.invoices.invoice.Money;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * The payments that were made, in an SQLite file: one row a payment, unique by idempotency key,
 * written whole or not at all, safe for several processes of one machine.
 *
 * <p>Payments that wait at the same time are written in one transaction: to make one durable costs
 * several forced writes to the disk, however many rows it has. SQLite has no queue, either: who
 * finds a lock sleeps and looks again, and with a dozen threads some never found it free within
 * {@value #LOCK_WAIT_MILLIS} ms (sqlite-jdbc 3.54).
 *
 * <p>Every transaction opens the file anew and closes it. An open handle would go on writing to a
 * file that was removed and that nobody can find again. And the last to close it merges the WAL
 * into the file: a WAL that an open handle keeps beside the file would be applied to whatever file
 * is put in its place, and hide the payments in there (SQLite cannot tell to which file it
 * belongs).
 */
public final class Ledger {

  private static final int LOCK_WAIT_MILLIS = 2_000;

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

  /** How long a payment waits until it is begun. */
  private static final int TURN_WAIT_MILLIS = 10_000;

  /** Bounds how long other processes are kept waiting. */
  private static final int MAX_BATCH = 50;

  private final Path file;
  private boolean wasEmpty;
  private final BlockingQueue<PendingWork<?>> waiting = new LinkedBlockingQueue<>();
  private final ExecutorService writer = oneThreadWhenNeeded();

  private Ledger(Path file) {
    this.file = file;
  }

  /**
   * The ledger in a file, which is created with its folder if it is not there yet.
   *
   * @throws LedgerException when the file cannot be used
   */
  public static Ledger open(Path file) {
    Ledger ledger = new Ledger(file.toAbsolutePath());
    try {
      Files.createDirectories(ledger.file.getParent());
    } catch (IOException e) {
      throw new LedgerException(ledger.file, "its folder cannot be created", e);
    }
    for (int retriesLeft = MAX_LOCK_RETRIES; ; retriesLeft--) {
      try (Connection connection = ledger.connect(SQLiteOpenMode.CREATE);
          Statement statement = connection.createStatement()) {
        statement.execute(CREATE);
        ledger.wasEmpty = isEmpty(statement);
        return ledger;
      } catch (SQLException e) {
        if (retriesLeft == 0 || !isLocked(e)) {
          throw ledger.failure(e);
        }
      }
    }
  }

  private static boolean isEmpty(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT 1 FROM payments LIMIT 1")) {
      return !row.next();
    }
  }

  /** Whether it remembered no payment when it was opened. */
  public boolean wasEmpty() {
    return wasEmpty;
  }

  /**
   * Does some work in one transaction, which no other process can interleave with. It may be
   * together with other work of this process, one after the other; each is kept or undone whole,
   * and none returns before all is safe on the disk.
   *
   * @throws LedgerException when the ledger cannot be used; nothing was written that another try
   *     would not find
   */
  <T> T transact(Work<T> work) throws PaymentDeclinedException {
    PendingWork<T> pending = new PendingWork<>(work);
    waiting.add(pending);
    writer.execute(this::writeWaiting);
    awaitTurn(pending);
    try {
      return pending.outcome();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Returns when the work is done or at least begun, and can be relied on to end soon. */
  private void awaitTurn(PendingWork<?> pending) {
    try {
      if (!pending.awaitEnd(TURN_WAIT_MILLIS, TimeUnit.MILLISECONDS) && waiting.remove(pending)) {
        throw new LedgerException(file, "too many payments wait for it", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      if (waiting.remove(pending)) {
        throw new LedgerException(file, "the worker is stopping", e);
      }
    }
  }

  private void writeWaiting() {
    List<PendingWork<?>> together = new ArrayList<>();
    waiting.drainTo(together, MAX_BATCH);
    if (together.isEmpty()) {
      return;
    }
    try {
      commit(together);
      together.forEach(PendingWork::confirm);
    } catch (SQLException | RuntimeException | Error e) {
      together.forEach(pending -> pending.fail(e));
    }
  }

  /**
   * Looks again whether the file is still the one that was opened: before the commit, which must
   * not leave a WAL beside another file, and after it, so that no payment is confirmed that only
   * the removed file knows. What is removed after that was removed with a confirmed payment in it.
   */
  private void commit(List<PendingWork<?>> together) throws SQLException {
    Optional<Object> opened = identity();
    try (Connection connection = connect(SQLiteOpenMode.READWRITE)) {
      connection.setAutoCommit(false);
      for (PendingWork<?> pending : together) {
        pending.attempt(connection);
      }
      requireStill(opened);
      connection.commit();
    }
    requireStill(opened);
  }

  private void requireStill(Optional<Object> opened) {
    if (!identity().equals(opened)) {
      throw new LedgerException(file, "it was removed or replaced during the payment", null);
    }
  }

  /** Tells files of the same name apart; empty on Windows, where no open file can be removed. */
  private Optional<Object> identity() {
    try {
      return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static ExecutorService oneThreadWhenNeeded() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            LOCK_WAIT_MILLIS,
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

  private Connection connect(SQLiteOpenMode mode) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    if (mode != SQLiteOpenMode.CREATE) {
      config.resetOpenMode(SQLiteOpenMode.CREATE);
    }
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.setBusyTimeout(LOCK_WAIT_MILLIS);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  private LedgerException failure(SQLException e) {
    String problem =
        switch (isDiskFull(e) ? SQLiteErrorCode.SQLITE_FULL : codeOf(e)) {
          case SQLITE_BUSY, SQLITE_LOCKED -> "another process keeps it locked";
          case SQLITE_FULL -> "the disk is full";
          case SQLITE_CANTOPEN ->
              Files.isDirectory(file)
                  ? "it is a directory, not a file"
                  : "it is missing or may not be opened";
          case SQLITE_READONLY -> "it may not be written to";
          case SQLITE_CORRUPT, SQLITE_NOTADB ->
              "it is damaged or no SQLite database; put back a sound copy of it";
          default -> e.getMessage();
        };
    return new LedgerException(file, problem, e);
  }

  private static boolean isLocked(SQLException e) {
    SQLiteErrorCode code = codeOf(e);
    return code == SQLiteErrorCode.SQLITE_BUSY || code == SQLiteErrorCode.SQLITE_LOCKED;
  }

  /**
   * Without any room left SQLite cannot even make the file by which its processes share the WAL,
   * and calls that an I/O error.
   */
  private static boolean isDiskFull(SQLException e) {
    return e instanceof SQLiteException failure
        && failure.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
  }

  /** The primary code; the upper bits only say in more detail what happened. */
  private static SQLiteErrorCode codeOf(SQLException e) {
    return SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff);
  }

  /** What is done in one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T in(LedgerTransaction transaction) throws SQLException, PaymentDeclinedException;
  }

  /** A payment as it was recorded. */
  record Entry(String item, Money amount, Receipt receipt) {}
}
