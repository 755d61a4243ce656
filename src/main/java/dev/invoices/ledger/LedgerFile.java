package dev.invoices.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteOpenMode;

/**
 * The ledger's SQLite file: how it is opened, and whether it is still the same file.
 *
 * <p>Two things can go wrong when the file is removed or replaced while a handle is open. The
 * handle would continue to write to the file that was removed, and those payments would be lost.
 * And what is in the WAL beside the file would be applied to whatever file is put in its place;
 * that would hide the payments in the new file, because SQLite cannot tell to which file a WAL
 * belongs. So a {@link Handle} checks before each use that it still has the right file, leaves
 * nothing in the WAL after a transaction, and stays open only while there is much to write.
 */
final class LedgerFile {

  /** How long one try to lock the file may take. */
  static final int LOCK_WAIT_MILLIS = 2_000;

  /** A reader only has to wait while another process opens or closes the file. */
  private static final int READER_WAIT_MILLIS = 10_000;

  private final Path path;

  /**
   * @param path absolute
   */
  LedgerFile(Path path) {
    this.path = path;
  }

  /** The file's absolute path. */
  Path path() {
    return path;
  }

  /**
   * Creates the folder of the file, if it does not exist yet.
   *
   * @throws LedgerException when it cannot be created
   */
  void createFolder() {
    try {
      Files.createDirectories(path.getParent());
    } catch (IOException e) {
      throw new LedgerException(path, "its folder cannot be created", e);
    }
  }

  /** Opens the file, and creates it if it does not exist yet. */
  Connection create() throws SQLException {
    return connect(new SQLiteConfig());
  }

  /** Opens the file for reading and writing; fails if it does not exist. */
  Connection open() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    return connect(config);
  }

  /**
   * Opens the file for queries only; fails if it does not exist. SQLite may write to the file all
   * the same, to remove its own files beside it at the end. A handle that could not write would
   * leave them there.
   */
  Connection openForQueries() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setBusyTimeout(READER_WAIT_MILLIS);
    Connection connection = connect(config, path);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Opens a file that may be none of ours, for reading: nothing is written beside it, not even a
   * lock is taken. What is in its WAL alone is not seen.
   */
  Connection look() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    return config.createConnection(
        "jdbc:sqlite:file:%s?mode=ro&immutable=1".formatted(path.toUri().getRawPath()));
  }

  private Connection connect(SQLiteConfig config) throws SQLException {
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.setBusyTimeout(LOCK_WAIT_MILLIS);
    return connect(config, path);
  }

  private static Connection connect(SQLiteConfig config, Path path) throws SQLException {
    return config.createConnection("jdbc:sqlite:" + path);
  }

  /**
   * Tells files of the same name apart. It is empty on Windows, where an open file cannot be
   * removed.
   */
  Optional<Object> identity() {
    try {
      return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The file, open for one transaction after another. Opening and closing it each time took longer
   * than the transaction itself. For use by one thread.
   */
  final class Handle implements AutoCloseable {

    private Connection connection;
    private Optional<Object> opened = Optional.empty();
    private SynchronousMode mode;

    /**
     * Begins a transaction in the file that is there now, which must exist.
     *
     * @param isForced whether its commit waits until it is safe on the disk. Without that, the file
     *     stays sound, but a power failure may undo the last transactions
     */
    Connection begin(boolean isForced) throws SQLException {
      if (connection != null && !identity().equals(opened)) {
        close();
      }
      if (connection == null) {
        opened = identity();
        connection = open();
        mode = SynchronousMode.FULL;
      }
      use(isForced ? SynchronousMode.FULL : SynchronousMode.NORMAL);
      connection.setAutoCommit(false);
      return connection;
    }

    private void use(SynchronousMode wanted) throws SQLException {
      if (mode != wanted) {
        execute("PRAGMA synchronous = " + wanted.getValue());
        mode = wanted;
      }
    }

    /**
     * Commits, and checks twice that the file is still the one that was opened. Before the commit,
     * because a commit must not leave a WAL beside another file. After it, so that no payment is
     * confirmed that only a removed file records. If the file is removed later than that, it is
     * removed with a confirmed payment in it.
     *
     * @throws LedgerException when another file or none has taken its place
     */
    void commit() throws SQLException {
      requireSame();
      connection.commit();
      requireSame();
      connection.setAutoCommit(true);
    }

    private void requireSame() {
      if (!identity().equals(opened)) {
        throw new LedgerException(path, "the file was removed or replaced during the payment");
      }
    }

    /**
     * Writes what the WAL holds into the file, and empties the WAL. Waits for no other process: if
     * one uses the file now, the last one to leave it does this.
     */
    void mergeLog() throws SQLException {
      SQLiteConnection sqlite = connection.unwrap(SQLiteConnection.class);
      sqlite.setBusyTimeout(0);
      execute("PRAGMA wal_checkpoint(TRUNCATE)");
      sqlite.setBusyTimeout(LOCK_WAIT_MILLIS);
    }

    private void execute(String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    /** Undoes a transaction that was not committed. The next one opens the file anew. */
    @Override
    public void close() throws SQLException {
      Connection old = connection;
      connection = null;
      if (old != null) {
        old.close();
      }
    }
  }
}
