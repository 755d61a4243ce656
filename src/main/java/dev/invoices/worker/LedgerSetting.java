package dev.invoices.worker;

import dev.invoices.ledger.postgres.PostgresAddress;
import dev.invoices.worker.store.FilePlace;
import dev.invoices.worker.store.LedgerPlace;
import dev.invoices.worker.store.PostgresPlace;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads where the ledger is: in a file, or in PostgreSQL. A worker with a file loads no class of
 * PostgreSQL's driver, because that would take time at the start.
 */
final class LedgerSetting {

  private static final String URL = "jdbc:";

  private final Map<String, String> environment;
  private final SettingsReader reader;

  /**
   * @param reader gets what is wrong
   */
  LedgerSetting(Map<String, String> environment, SettingsReader reader) {
    this.environment = environment;
    this.reader = reader;
  }

  /** Whether the setting names a file, or is not set. */
  static boolean isFile(Map<String, String> environment) {
    return !environment.getOrDefault(WorkerSettings.LEDGER, "").strip().startsWith(URL);
  }

  /**
   * @param fallback the file when nothing is set
   */
  LedgerPlace place(Supplier<Path> fallback) {
    if (isFile(environment)) {
      return new FilePlace(reader.file(WorkerSettings.LEDGER, fallback));
    }
    try {
      return new PostgresPlace(
          PostgresAddress.of(environment.get(WorkerSettings.LEDGER).strip(), environment));
    } catch (IllegalArgumentException e) {
      reader.report(WorkerSettings.LEDGER + " " + e.getMessage());
      return new FilePlace(fallback.get());
    }
  }
}
