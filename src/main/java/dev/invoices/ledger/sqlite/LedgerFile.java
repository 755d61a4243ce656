package dev.invoices.ledger.sqlite;

import dev.invoices.ledger.LedgerException;
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
import org.sqlite.SQLiteOpenMode;

/**
 * The ledger's SQLite file: how it is opened, and whether it is still the same file.
 *
 * <p>Every transaction opens the file and closes it again, for two reasons. An open handle would
 * continue to write to a file that was removed, and those payments would be lost. And the last
 * handle to be closed merges the WAL into the file: if a handle stayed open, its WAL would stay
 * beside the file and would be applied to whatever file is put in its place. That would hide the
 * payments in the new file, because SQLite cannot tell to which file a WAL belongs.
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
      throw new LedgerException(path.toString(), "its folder cannot be created", e);
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
  Connection openUntouched() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    return config.createConnection(
        "jdbc:sqlite:file:%s?mode=ro&immutable=1".formatted(path.toUri().getRawPath()));
  }

  /**
   * Has the next transactions of a connection wait for no forced write. In WAL mode the file stays
   * sound; after a power failure the last of them may be missing.
   */
  static void spareForcedWrites(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = NORMAL");
    }
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
   * Checks that the file is still the one that had this {@linkplain #identity identity}.
   *
   * @throws LedgerException when another file or none has taken its place
   */
  void requireSame(Optional<Object> identity) {
    if (!identity().equals(identity)) {
      throw new LedgerException(
          path.toString(), "the file was removed or replaced during the payment");
    }
  }
}
