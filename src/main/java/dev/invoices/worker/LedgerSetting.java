package dev.invoices.worker;

import dev.invoices.ledger.postgres.PostgresAddress;
import dev.invoices.worker.store.FilePlace;
import dev.invoices.worker.store.LedgerPlace;
import dev.invoices.worker.store.PostgresPlace;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads where the ledger is: in a file, or in PostgreSQL. A worker with a file loads no class of
 * PostgreSQL's driver, because that would take time at the start.
 */
final class LedgerSetting {

  /**
   * What people write for a URL, too. Read as the path of a file, it would be shown, with the
   * password that it may hold.
   */
  private static final Pattern URL = Pattern.compile("(?is)jdbc:.*|.*\\w{2,}://.*");

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
    return !URL.matcher(environment.getOrDefault(WorkerSettings.LEDGER, "").strip()).matches();
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
