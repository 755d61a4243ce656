package dev.invoices.client;

import dev.invoices.client.record.InvoiceRun;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.json.ExactJson;
import dev.invoices.text.Sha256;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The runs of which this server has learned that they are on its own task queue: it has started
 * them itself, or Temporal has described them. A run never changes its queue. A worker's answer
 * does not say of which run or queue it is, so only a question to a known run can do without a
 * description.
 *
 * <p>It holds the latest run of each of the {@value #MAX_INVOICES} invoices that were last asked
 * about. It is kept as long as the server runs. Safe for use by several calls at once.
 */
public final class KnownRuns {

  static final int MAX_INVOICES = 1_000;

  /**
   * For so long after a decision, no client can have seen the invoice end and submitted another.
   */
  static final Duration MOMENT = Duration.ofSeconds(1);

  private final LongSupplier nanoTime;

  private final Map<String, Known> byInvoice =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MAX_INVOICES;
        }
      };

  /** Nothing is known yet. */
  public KnownRuns() {
    this(System::nanoTime);
  }

  /**
   * @param nanoTime tells how much time has passed
   */
  KnownRuns(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * What is known of a run.
   *
   * @param content the digest of the invoice that was submitted; empty while it is not known
   * @param ending what marks the last words of its worker; empty while it is not known to have
   *     ended
   * @param decidedAt when, in nanoseconds, its worker last took a decision of this server; empty if
   *     it never did
   */
  record Known(
      InvoiceRun run, Optional<String> content, Optional<String> ending, Optional<Long> decidedAt) {

    boolean hasEnded() {
      return ending.isPresent();
    }

    /** Whether these are the last words of its worker, which never change. */
    boolean endedWith(InvoiceSnapshot said) {
      return ending.filter(mark(said)::equals).isPresent();
    }
  }

  /** The run of an invoice that was last learned of. */
  synchronized Optional<Known> of(String invoiceId) {
    return Optional.ofNullable(byInvoice.get(invoiceId));
  }

  /** This server has just started a run with this content. */
  synchronized void started(InvoiceRun run, String content) {
    byInvoice.put(
        run.invoiceId(), new Known(run, Optional.of(content), Optional.empty(), Optional.empty()));
  }

  /** The time by which decisions are dated here, in nanoseconds. */
  long now() {
    return nanoTime.getAsLong();
  }

  /**
   * The worker of a run has just taken a decision of this server.
   *
   * @param sentAt when the decision was sent, in the time of {@link #now}
   */
  synchronized void decided(InvoiceView view, long sentAt) {
    remember(view, Optional.of(sentAt));
  }

  /** Whether the decision is so recent that a run that has ended since has no successor. */
  boolean isJustDecided(Known known) {
    return known.decidedAt().filter(at -> now() - at < MOMENT.toNanos()).isPresent();
  }

  /** An invoice was looked at, in a run of this server's own task queue. */
  synchronized void seen(InvoiceView view) {
    remember(view, Optional.empty());
  }

  private void remember(InvoiceView view, Optional<Long> decidedAt) {
    Optional<Known> before = of(view.run().invoiceId()).filter(it -> it.run().equals(view.run()));
    Optional<String> content = view.contentDigest();
    Optional<String> ending = view.lastWords().map(KnownRuns::mark);
    byInvoice.put(
        view.run().invoiceId(),
        new Known(
            view.run(),
            content.or(() -> before.flatMap(Known::content)),
            ending.or(() -> before.flatMap(Known::ending)),
            decidedAt.or(() -> before.flatMap(Known::decidedAt))));
  }

  private static String mark(InvoiceSnapshot said) {
    return Sha256.hex(ExactJson.write(said));
  }
}
