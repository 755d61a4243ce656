package dev.invoices.worker;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import dev.invoices.worker.store.LedgerPlace;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the ledger when the worker starts, which may be before its database does. */
final class LedgerOpening {

  private static final Logger log = LoggerFactory.getLogger(LedgerOpening.class);

  private final LedgerPlace place;
  private final String namespace;
  private final CompletableFuture<Ledger> first;

  /**
   * Begins to open it, on another thread.
   *
   * @param library what has to be loaded before
   */
  LedgerOpening(LedgerPlace place, String namespace, CompletableFuture<Void> library) {
    this.place = place;
    this.namespace = namespace;
    this.first = library.thenApplyAsync(loaded -> place.open(namespace));
  }

  /**
   * The ledger, once it is open. While its store does not answer, it is tried again.
   *
   * @throws LedgerException when something is wrong that does not pass
   */
  Ledger await() throws InterruptedException {
    try {
      return first.join();
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof LedgerException failure)) {
        throw e;
      }
      requirePassing(failure);
      log.warn("{}. Trying again until it can.", failure.getMessage());
      return openWhenUp();
    }
  }

  private Ledger openWhenUp() throws InterruptedException {
    Backoff backoff = new Backoff();
    while (true) {
      backoff.pause();
      try {
        Ledger ledger = place.open(namespace);
        log.info("The payment ledger {} can be used now.", place);
        return ledger;
      } catch (LedgerException e) {
        requirePassing(e);
      }
    }
  }

  private static void requirePassing(LedgerException failure) {
    if (!failure.passes()) {
      throw failure;
    }
  }
}
