package dev.invoices.worker.store;

import dev.invoices.temporal.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Where SQLite's driver unpacks its native library. That is the temporary folder, but on hardened
 * machines no file in there can be executed. Then it is the ledger's folder.
 *
 * <p>The driver (sqlite-jdbc 3.54) removes the unpacked library when the JVM ends, and never if it
 * is killed. In the ledger's folder it is removed as soon as it is loaded, which every system but
 * Windows allows.
 */
final class SqliteLibrary {

  /** The driver's settings: where to unpack the library, and where to find an unpacked one. */
  private static final String UNPACK_TO = "org.sqlite.tmpdir";

  private static final String UNPACKED_IN = "org.sqlite.lib.path";

  private static final Logger log = LoggerFactory.getLogger(SqliteLibrary.class);

  private SqliteLibrary() {}

  /**
   * Loads the library ahead of its first use if the temporary folder allows it; a failure is left
   * for the first use to report.
   */
  static void preload() {
    if (isUsable(temporaryFolder())) {
      try {
        SQLiteJDBCLoader.initialize();
      } catch (Exception e) {
        // The driver declares no narrower one.
        log.debug("SQLite's library cannot be loaded ahead", e);
      }
    }
  }

  /**
   * Loads the library from the ledger's folder if the temporary folder does not allow that. If it
   * does, the driver loads it when it is needed.
   *
   * @param ledger the file of the ledger, absolute; its folder need not exist yet
   * @throws SettingsException when neither folder allows it, with what to do about that
   */
  static void ensureLoadable(Path ledger) throws SettingsException {
    Path temporary = temporaryFolder();
    if (isUsable(temporary)) {
      return;
    }
    Path folder = ledger.getParent();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      // The ledger cannot be created there either, and says so itself.
      return;
    }
    if (!allowsExecution(folder) || !loads(folder)) {
      throw new SettingsException(
          "SQLite's library cannot be executed in the temporary folder %s, nor in the ledger's folder %s. Start the worker with -D%s=FOLDER, where FOLDER allows it"
              .formatted(temporary, folder, UNPACK_TO));
    }
    log.info(
        "SQLite's library cannot be executed in the temporary folder {}. It was loaded from {}.",
        temporary,
        folder);
  }

  /** Where the driver unpacks the library. */
  private static Path temporaryFolder() {
    return Path.of(System.getProperty(UNPACK_TO, System.getProperty("java.io.tmpdir")));
  }

  /** A library that the user has unpacked is theirs to check. */
  private static boolean isUsable(Path temporary) {
    return System.getProperty(UNPACKED_IN) != null || allowsExecution(temporary);
  }

  /** Linux calls no file executable that is on a file system mounted with {@code noexec}. */
  static boolean allowsExecution(Path folder) {
    try {
      Path probe = Files.createTempFile(folder, "invoice-worker", ".probe");
      try {
        return probe.toFile().setExecutable(true) && Files.isExecutable(probe);
      } finally {
        Files.delete(probe);
      }
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean loads(Path parent) {
    try {
      Path folder = Files.createTempDirectory(parent, "sqlite-library");
      System.setProperty(UNPACK_TO, folder.toString());
      try {
        return SQLiteJDBCLoader.initialize();
      } finally {
        System.clearProperty(UNPACK_TO);
        remove(folder);
      }
    } catch (Exception e) {
      // The driver declares no narrower one.
      log.debug("SQLite's library cannot be loaded from {}", parent, e);
      return false;
    }
  }

  private static void remove(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(folder);
  }
}
