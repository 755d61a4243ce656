package dev.invoices.worker.store;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerContents;
import dev.invoices.ledger.LedgerReader;
import dev.invoices.ledger.sqlite.LedgerName;
import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.temporal.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An SQLite file.
 *
 * @param file absolute
 */
public record FilePlace(Path file) implements LedgerPlace {

  private static final Logger log = LoggerFactory.getLogger(FilePlace.class);

  /** Loads the driver's library ahead of its first use, if the temporary folder allows it. */
  public static void preload() {
    SqliteLibrary.preload();
  }

  @Override
  public void requireUsable() throws SettingsException {
    SqliteLibrary.ensureLoadable(file);
  }

  /**
   * {@inheritDoc} What was paid in a file that all namespaces shared, before vendors were recorded,
   * is copied into an empty one.
   */
  @Override
  public Ledger open(String namespace) {
    Ledger ledger = SqliteLedger.open(file, namespace);
    Optional<Path> shared = LedgerName.shared(file, namespace);
    // Opened anew, it is not empty any more.
    return shared.isPresent() && hasCopied(ledger, shared.get())
        ? SqliteLedger.open(file, namespace)
        : ledger;
  }

  private static boolean hasCopied(Ledger ledger, Path shared) {
    int payments = SqliteLedger.copyFirstPayments(ledger, shared);
    if (payments > 0) {
      log.info(
          "Each namespace has a ledger of its own now. Payments without a vendor that were copied from {}: {}.",
          shared,
          payments);
    }
    return payments > 0;
  }

  @Override
  public Optional<LedgerContents> contents(String namespace) throws SettingsException {
    requireWritable();
    return SqliteLedger.contents(file, namespace);
  }

  /** The file, and the folder in which SQLite keeps its log; or the first one that exists above. */
  private void requireWritable() throws SettingsException {
    Path folder = file.getParent();
    while (Files.notExists(folder)) {
      folder = folder.getParent();
    }
    for (Path needed : List.of(file, folder)) {
      if (Files.exists(needed) && !Files.isWritable(needed)) {
        throw new SettingsException(
            "The worker may not write to %s. Correct its permissions, or set INVOICE_LEDGER to another file"
                .formatted(needed));
      }
    }
  }

  @Override
  public LedgerReader reader() {
    return SqliteLedger.reader(file);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
