package dev.invoices.ledger.sqlite;

import dev.invoices.ledger.LedgerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says in words what SQLite's error codes mean for a ledger. */
final class SqliteErrors {

  private static final String READ_ONLY = "the worker may not write to it";

  private SqliteErrors() {}

  /** Whether another process holds the lock, so that a later try may succeed. */
  static boolean isLocked(SQLException e) {
    SQLiteErrorCode code = codeOf(e);
    return code == SQLiteErrorCode.SQLITE_BUSY || code == SQLiteErrorCode.SQLITE_LOCKED;
  }

  /** The failure of a ledger's file, in words. */
  static LedgerException explain(Path file, SQLException e) {
    String problem =
        switch (isDiskFull(e) ? SQLiteErrorCode.SQLITE_FULL : codeOf(e)) {
          case SQLITE_BUSY, SQLITE_LOCKED -> "another process keeps it locked";
          case SQLITE_FULL -> "the disk is full";
          case SQLITE_CANTOPEN -> whyNotOpen(file);
          case SQLITE_READONLY -> READ_ONLY;
          case SQLITE_CORRUPT, SQLITE_NOTADB ->
              "the file is damaged or is not an SQLite database; restore it from a backup";
          default -> e.getMessage();
        };
    return new LedgerException(file.toString(), problem, e);
  }

  /** SQLite opens no file in WAL mode where it cannot create its own files beside it. */
  private static String whyNotOpen(Path file) {
    if (Files.isDirectory(file)) {
      return "it is a directory, not a file";
    }
    return Files.isReadable(file) && !Files.isWritable(file.getParent())
        ? READ_ONLY
        : "the file is missing or the worker may not open it";
  }

  /**
   * When no space is left at all, SQLite cannot create the file through which its processes share
   * the WAL. It reports that as an I/O error.
   */
  private static boolean isDiskFull(SQLException e) {
    return e instanceof SQLiteException failure
        && failure.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
  }

  /** The primary code; the upper bits only add detail. */
  private static SQLiteErrorCode codeOf(SQLException e) {
    return SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff);
  }
}
