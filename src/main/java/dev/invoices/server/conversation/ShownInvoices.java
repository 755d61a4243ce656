package dev.invoices.server.conversation;

import dev.invoices.client.InvoiceView;
import dev.invoices.client.record.InvoiceRun;
import dev.invoices.client.record.OpenInvoice;
import dev.invoices.invoice.InvoiceSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this conversation has shown of each invoice and when, for the latest {@value #MAX_INVOICES}:
 * a person decides about what they saw before they decided. Safe for use by several calls at once.
 *
 * <p>All moments are those of {@link System#nanoTime}.
 */
public final class ShownInvoices {

  private static final int MAX_INVOICES = 200;

  /** How many contents of one invoice are remembered. */
  static final int MAX_CONTENTS = 4;

  private final Map<String, List<Content>> contents =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Content>> eldest) {
          return size() > MAX_INVOICES;
        }
      };

  /** What was shown from a moment on. */
  private record Content(InvoiceSnapshot snapshot, long moment) {

    boolean isLaterThan(long other) {
      // Such moments may overflow, so that only their difference is compared.
      return moment - other > 0;
    }

    /**
     * A decision answers the question of the submission that was shown with the content. A warning
     * of a duplicate is content, too: a person can answer it only once it is shown.
     */
    boolean isSameAs(Content other) {
      return snapshot.digest().equals(other.snapshot.digest())
          && snapshot.question() == other.snapshot.question()
          && snapshot.submission().equals(other.snapshot.submission())
          && snapshot.isPossibleDuplicate() == other.snapshot.isPossibleDuplicate();
    }
  }

  /**
   * Remembers an invoice that a result shows.
   *
   * @param moment right before the client gets it
   */
  public synchronized void remember(InvoiceView view, long moment) {
    view.snapshot().ifPresent(shown -> remember(view.run(), shown, moment));
  }

  /**
   * Remembers the invoices that a result lists. A list shows no lines, so that it never replaces
   * content that was shown with them.
   *
   * @param moment right before the client gets it
   */
  public synchronized void remember(List<OpenInvoice> list, long moment) {
    list.stream()
        .filter(listed -> !contents.containsKey(listed.run().invoiceId()))
        .forEach(listed -> rememberListed(listed, moment));
  }

  /**
   * Remembers what was submitted, because the person who submits an invoice knows its content.
   *
   * @param moment when the submission arrived
   */
  public synchronized void rememberSubmitted(InvoiceSnapshot submitted, long moment) {
    remember(InvoiceRun.latest(submitted.id()), submitted, moment);
  }

  private void rememberListed(OpenInvoice listed, long moment) {
    listed
        .snapshot()
        .filter(shown -> listed.isTakenUp() && !shown.digest().isEmpty())
        .ifPresent(shown -> remember(listed.run(), shown, moment));
  }

  private void remember(InvoiceRun run, InvoiceSnapshot snapshot, long moment) {
    List<Content> shown =
        Optional.ofNullable(contents.remove(run.invoiceId())).orElseGet(ArrayList::new);
    contents.put(run.invoiceId(), shown);
    Content content = new Content(snapshot, moment);
    int index = shown.size();
    while (index > 0 && shown.get(index - 1).isLaterThan(moment)) {
      index--;
    }
    if (index == 0 || !shown.get(index - 1).isSameAs(content)) {
      shown.add(index, content);
    }
    if (shown.size() > MAX_CONTENTS) {
      // The first one stays: before its moment nothing was shown, after it something was.
      shown.remove(1);
    }
  }

  /**
   * What was last shown of an invoice at a moment.
   *
   * @return empty when nothing was shown until then, or nothing by which it can be told apart
   */
  public synchronized Optional<InvoiceSnapshot> of(String invoiceId, long moment) {
    return contents.getOrDefault(invoiceId, List.of()).stream()
        .filter(content -> !content.isLaterThan(moment))
        .reduce((earlier, later) -> later)
        .map(Content::snapshot)
        .filter(shown -> !shown.digest().isEmpty());
  }
}
