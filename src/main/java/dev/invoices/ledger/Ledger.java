package dev.invoices.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one namespace has paid and seen, in an SQLite file that is written completely or not at all.
 * Several processes on one machine can share the file safely.
 */
public final class Ledger {

  /** How often opening waits for a lock before it gives up. */
  private static final int MAX_LOCK_RETRIES = 15;

  private final Path file;
  private final LedgerSchema.Identity identity;
  private final WriteQueue queue;
  private final boolean wasEmpty;

  private Ledger(Path file, LedgerSchema.Identity identity, WriteQueue queue, boolean wasEmpty) {
    this.file = file;
    this.identity = identity;
    this.queue = queue;
    this.wasEmpty = wasEmpty;
  }

  /**
   * Opens the ledger in a file. Creates the file and its folder if they do not exist yet. A ledger
   * of an earlier version is brought to the present form, and then belongs to the namespace.
   *
   * @param namespace whose payments it holds
   * @throws LedgerException when the file cannot be used, or belongs to another namespace or to a
   *     newer version
   */
  public static Ledger open(Path path, String namespace) {
    LedgerFile file = new LedgerFile(path.toAbsolutePath());
    LedgerSchema schema = new LedgerSchema(file.path(), namespace);
    file.createFolder();
    for (int retriesLeft = MAX_LOCK_RETRIES; ; retriesLeft--) {
      try (Connection connection = file.create()) {
        LedgerSchema.Identity identity = schema.prepare(connection);
        WriteQueue queue = new WriteQueue(file, schema, identity);
        return new Ledger(file.path(), identity, queue, isEmpty(connection));
      } catch (SQLException e) {
        if (retriesLeft == 0 || !LedgerErrors.isLocked(e)) {
          throw LedgerErrors.explain(file.path(), e);
        }
      }
    }
  }

  /**
   * What a reader finds in a ledger.
   *
   * @param isCurrent whether it is in the present form; else {@link #open} brings it there
   * @param payments how many it holds
   */
  public record Contents(boolean isCurrent, long payments) {}

  /**
   * Reads a ledger and writes nothing to it.
   *
   * @param namespace to which it has to belong
   * @return empty when there is no such file
   * @throws LedgerException when the file cannot be used, or belongs to another namespace or to a
   *     newer version
   */
  public static Optional<Contents> read(Path path, String namespace) {
    LedgerFile file = new LedgerFile(path.toAbsolutePath());
    if (!Files.exists(file.path())) {
      return Optional.empty();
    }
    LedgerSchema schema = new LedgerSchema(file.path(), namespace);
    try (Connection connection = file.openForQueries()) {
      return Optional.of(new Contents(schema.isCurrent(connection), payments(connection)));
    } catch (SQLException e) {
      throw LedgerErrors.explain(file.path(), e);
    }
  }

  private static long payments(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!FirstLedger.isIn(statement)) {
        return 0;
      }
      try (ResultSet row = statement.executeQuery("SELECT count(*) FROM payments")) {
        return row.getLong(1);
      }
    }
  }

  /**
   * Copies into a ledger without a payment those of another one that were made before vendors were
   * recorded. At that time, all namespaces shared one file by default, so these payments protect
   * their ids and lines in each of them.
   *
   * @param shared the file that they shared; it stays as it is. An SQLite file that is no ledger is
   *     left alone
   * @return how many payments were copied
   * @throws LedgerException when one of the files cannot be used
   */
  public int copyFirstPaymentsFrom(Path shared) {
    if (!Files.isRegularFile(shared)) {
      return 0;
    }
    LedgerFile from = new LedgerFile(shared.toAbsolutePath());
    return transact(
        connection -> {
          if (!isEmpty(connection)) {
            return 0;
          }
          List<Object[]> payments = firstPayments(from);
          FirstLedger.insert(payments, connection);
          return payments.size();
        });
  }

  /** Its name alone does not make a file a ledger, so it is looked at before it is opened. */
  private static List<Object[]> firstPayments(LedgerFile from) {
    try {
      try (Connection look = from.look()) {
        if (!FirstLedger.canBeIn(look)) {
          return List.of();
        }
      }
      try (Connection source = from.openForQueries()) {
        return FirstLedger.read(source, LedgerSchema.isConverted(source));
      }
    } catch (SQLException e) {
      throw LedgerErrors.explain(from.path(), e);
    }
  }

  private static boolean isEmpty(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT 1 FROM payments LIMIT 1")) {
      return !row.next();
    }
  }

  /** What tells it from every other ledger: a UUID, made when it was created. */
  public String id() {
    return identity.id();
  }

  /** Its file, absolute. */
  public Path file() {
    return file;
  }

  /** Random bytes, made when it was created, that only those know who can read the file. */
  public byte[] secret() {
    return identity.secret().clone();
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
   * @throws X when the work refuses
   * @throws LedgerException when the ledger cannot be used; another try finds whatever was written
   */
  public <T, X extends Exception> T transact(LedgerWork<T, X> work) throws X {
    return queue.write(work);
  }

  /**
   * The same for a caller that cannot wait and whose work is no payment. Gives up after a time,
   * even when the work has begun and may still be done. What was done last survives the end of the
   * process, but a power failure may undo it.
   *
   * @param limit how long the caller waits
   * @throws X when the work refuses
   * @throws LedgerException when the ledger cannot be used, or not in time
   */
  public <T, X extends Exception> T transact(LedgerWork<T, X> work, Duration limit) throws X {
    return queue.writeWithin(limit, work);
  }

  /**
   * Reads a ledger as it is, while workers may write to it: creates and converts nothing. Each
   * query opens the file and closes it again, as workers do, so that none has to wait for the
   * reader.
   */
  public static final class Reader {

    private final LedgerFile file;
    private final Optional<Object> opened;

    private Reader(LedgerFile file) {
      this.file = file;
      this.opened = file.identity();
    }

    /**
     * Prepares to read the ledger in a file, of whatever namespace it is.
     *
     * @throws LedgerException when there is no such file
     */
    public static Reader of(Path path) {
      Path absolute = path.toAbsolutePath();
      if (Files.notExists(absolute)) {
        throw new LedgerException(
            absolute,
            "there is no such file; a worker creates it when it starts. Set INVOICE_LEDGER if it is elsewhere");
      }
      return new Reader(new LedgerFile(absolute));
    }

    /**
     * Reads something.
     *
     * @param work may write nothing
     * @throws X when the work refuses
     * @throws LedgerException when the file cannot be read, is no ledger of this version, or is
     *     another one than at first
     */
    public <T, X extends Exception> T read(LedgerWork<T, X> work) throws X {
      try (Connection connection = file.openForQueries()) {
        if (!file.identity().equals(opened)) {
          throw new LedgerException(
              file.path(), "the file was removed or replaced while it was read; try again");
        }
        if (!LedgerSchema.isPresent(connection)) {
          throw new LedgerException(
              file.path(),
              "it is no ledger of this version of the worker; a worker of this version converts an earlier one when it starts");
        }
        return work.in(connection);
      } catch (SQLException e) {
        throw LedgerErrors.explain(file.path(), e);
      }
    }
  }
}
