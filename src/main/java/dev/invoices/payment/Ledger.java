package dev.invoices.payment;

import dev.invoices.invoice.Money;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
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
 * <p>Every transaction opens the file anew, so that a file that was removed or put back is noticed;
 * an open handle would go on writing to a file that nobody can find again.
 */
public final class Ledger {

  private static final int LOCK_WAIT_MILLIS = 2_000;

  /** How often opening waits for a lock before it gives up. */
  private static final int LOCK_PATIENCE = 15;

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
  private static final String FIND =
      "SELECT item, amount, currency, receipt, paid_at FROM payments WHERE idempotency_key = ?";
  private static final String INSERT =
      """
      INSERT INTO payments
        (idempotency_key, invoice_id, line, item, amount, currency, receipt, paid_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String AMOUNTS = "SELECT amount FROM payments WHERE currency = ?";

  /** How long a payment waits for its turn among those of this process. */
  private static final int TURN_WAIT_MILLIS = 10_000;

  private final Path file;

  /**
   * Gives this process's payments their turns. SQLite has no queue: who finds a lock sleeps and
   * looks again, and with a dozen threads some never found it free within {@value
   * #LOCK_WAIT_MILLIS} ms (sqlite-jdbc 3.54).
   */
  private final ReentrantLock turn = new ReentrantLock(true);

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
    for (int patience = LOCK_PATIENCE; ; patience--) {
      try (Connection connection = ledger.connect(SQLiteOpenMode.CREATE);
          Statement statement = connection.createStatement()) {
        statement.execute(CREATE);
        return ledger;
      } catch (SQLException e) {
        if (patience == 0 || !isLocked(e)) {
          throw ledger.failure(e);
        }
      }
    }
  }

  /**
   * Does some work in one transaction, which no other process can interleave with.
   *
   * @throws LedgerException when the ledger cannot be used; nothing was written
   */
  <T> T transact(Work<T> work) throws PaymentDeclinedException {
    awaitTurn();
    try {
      return transactAlone(work);
    } finally {
      turn.unlock();
    }
  }

  private void awaitTurn() {
    try {
      if (!turn.tryLock(TURN_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new LedgerException(file, "too many payments wait for it", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LedgerException(file, "the worker is stopping", e);
    }
  }

  private <T> T transactAlone(Work<T> work) throws PaymentDeclinedException {
    try (Connection connection = connect(SQLiteOpenMode.READWRITE)) {
      connection.setAutoCommit(false);
      T result = work.in(new Transaction(connection));
      connection.commit();
      return result;
    } catch (SQLException e) {
      throw failure(e);
    }
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
          case SQLITE_CANTOPEN -> "it is missing or may not be opened";
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
    T in(Transaction transaction) throws SQLException, PaymentDeclinedException;
  }

  /** A payment as it was recorded. */
  record Entry(String item, Money amount, Receipt receipt) {}

  /** The ledger within one transaction. */
  static final class Transaction {

    private final Connection connection;

    private Transaction(Connection connection) {
      this.connection = connection;
    }

    /** The payment that was made under a key. */
    Optional<Entry> find(String idempotencyKey) throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(FIND)) {
        statement.setString(1, idempotencyKey);
        try (ResultSet row = statement.executeQuery()) {
          return row.next() ? Optional.of(entry(row)) : Optional.empty();
        }
      }
    }

    /** Records a payment. */
    void insert(Payment payment, Receipt receipt) throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
        statement.setString(1, payment.idempotencyKey());
        statement.setString(2, payment.invoiceId());
        statement.setInt(3, payment.line());
        statement.setString(4, payment.item());
        statement.setString(5, payment.amount().amount().toPlainString());
        statement.setString(6, payment.amount().currency().getCurrencyCode());
        statement.setString(7, receipt.id());
        statement.setString(8, receipt.paidAt().toString());
        statement.executeUpdate();
      }
    }

    /** The sum of all payments in a currency; added up here because SQLite has no decimals. */
    BigDecimal sum(Currency currency) throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(AMOUNTS)) {
        statement.setString(1, currency.getCurrencyCode());
        try (ResultSet rows = statement.executeQuery()) {
          BigDecimal sum = BigDecimal.ZERO;
          while (rows.next()) {
            sum = sum.add(new BigDecimal(rows.getString(1)));
          }
          return sum;
        }
      }
    }

    private static Entry entry(ResultSet row) throws SQLException {
      return new Entry(
          row.getString(1),
          new Money(Currency.getInstance(row.getString(3)), new BigDecimal(row.getString(2))),
          new Receipt(row.getString(4), Instant.parse(row.getString(5))));
    }
  }
}
