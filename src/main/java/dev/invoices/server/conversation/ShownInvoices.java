package dev.invoices.server.conversation;

import dev.invoices.client.InvoiceView;
import dev.invoices.client.InvoiceView.Listed;
import dev.invoices.client.InvoiceView.Source;
import dev.invoices.client.record.OpenInvoice;
import dev.invoices.invoice.InvoiceSnapshot;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What this conversation has shown of each invoice and when: a person decides about what they saw
 * before they decided. Of the latest {@value #MAX_INVOICES} invoices it keeps what binds a
 * decision, of the latest {@value #MAX_WHOLE} all that was shown. Safe for use by several calls at
 * once.
 *
 * <p>All moments are those of {@link System#nanoTime}.
 */
public final class ShownInvoices {

  static final int MAX_INVOICES = 10_000;

  /** A long invoice takes much room. */
  static final int MAX_WHOLE = 200;

  /** How many contents of one invoice are remembered. */
  static final int MAX_CONTENTS = 4;

  /** By invoice, the one that was shown last at the end. */
  private final Map<String, List<Content>> contents = new LinkedHashMap<>();

  /** The invoices that are remembered as a whole, in the same order. */
  private final Set<String> whole = new LinkedHashSet<>();

  private boolean hasForgotten;

  /**
   * What was shown of an invoice.
   *
   * @param digest of its content; empty when nothing was shown by which it can be told apart
   * @param question the number of the question that was open; 0 where none was
   * @param submission see {@link InvoiceSnapshot#submission}
   * @param possibleDuplicate whether a warning of a duplicate was shown. It is content, too: a
   *     person can answer it only once it is shown
   * @param listed what a list showed; empty when the lines were shown, too
   * @param whole all of it; empty when many other invoices were shown since
   */
  public record Shown(
      String digest,
      int question,
      String submission,
      boolean possibleDuplicate,
      Optional<Listed> listed,
      Optional<InvoiceSnapshot> whole) {

    /** An invoice whose worker does not tell what it says. */
    private static final Shown WITHOUT_CONTENT =
        new Shown("", 0, "", false, Optional.empty(), Optional.empty());

    /** All of a snapshot. */
    static Shown of(InvoiceSnapshot snapshot) {
      return new Shown(
          snapshot.digest(),
          snapshot.question(),
          snapshot.submission(),
          snapshot.isPossibleDuplicate(),
          snapshot.lines().isEmpty() ? Optional.of(Listed.of(snapshot)) : Optional.empty(),
          Optional.of(snapshot));
    }

    private Shown brief() {
      return new Shown(digest, question, submission, possibleDuplicate, listed, Optional.empty());
    }

    /** Whether a decision about what was shown later is one about this, too. */
    private boolean covers(Shown later) {
      return digest.equals(later.digest)
          && question == later.question
          && submission.equals(later.submission)
          && possibleDuplicate == later.possibleDuplicate
          && (listed.isEmpty() || later.listed.isPresent());
    }
  }

  /** What was shown from a moment on. */
  private record Content(Shown shown, long moment) {

    boolean isLaterThan(long other) {
      // Such moments may overflow, so that only their difference is compared.
      return moment - other > 0;
    }

    Content brief() {
      return new Content(shown.brief(), moment);
    }
  }

  /**
   * Remembers an invoice that a result shows.
   *
   * @param moment right before the client gets it
   */
  public synchronized void remember(InvoiceView view, long moment) {
    String id = view.run().invoiceId();
    view.snapshot()
        .map(Shown::of)
        .or(
            () ->
                Optional.of(Shown.WITHOUT_CONTENT)
                    .filter(none -> view.source() == Source.FOREIGN_WORKER && !isShown(id)))
        .ifPresent(shown -> remember(id, new Content(shown, moment)));
  }

  /**
   * Remembers the invoices that a result lists. A list shows no lines, so that it never replaces
   * content that was shown with them.
   *
   * @param moment right before the client gets it
   */
  public synchronized void remember(List<OpenInvoice> list, long moment) {
    list.stream()
        .filter(listed -> !isShown(listed.run().invoiceId()))
        .forEach(listed -> rememberListed(listed, moment));
  }

  /**
   * Remembers what was submitted, because the person who submits an invoice knows its content.
   *
   * @param moment when the submission arrived
   */
  public synchronized void rememberSubmitted(InvoiceSnapshot submitted, long moment) {
    remember(submitted.id(), new Content(Shown.of(submitted), moment));
  }

  private boolean isShown(String id) {
    return contents.getOrDefault(id, List.of()).stream()
        .anyMatch(content -> !content.shown().digest().isEmpty());
  }

  private void rememberListed(OpenInvoice listed, long moment) {
    listed
        .snapshot()
        .filter(shown -> listed.isTakenUp() && !shown.digest().isEmpty())
        .map(Shown::of)
        .ifPresent(shown -> remember(listed.run().invoiceId(), new Content(shown, moment)));
  }

  private void remember(String id, Content content) {
    List<Content> shown = Optional.ofNullable(contents.remove(id)).orElseGet(ArrayList::new);
    contents.put(id, shown);
    whole.remove(id);
    whole.add(id);
    add(content, shown);
    if (whole.size() > MAX_WHOLE) {
      String eldest = removeEldest(whole);
      contents.get(eldest).replaceAll(Content::brief);
    }
    if (contents.size() > MAX_INVOICES) {
      removeEldest(contents.keySet());
      hasForgotten = true;
    }
  }

  private static void add(Content content, List<Content> shown) {
    int index = shown.size();
    while (index > 0 && shown.get(index - 1).isLaterThan(content.moment())) {
      index--;
    }
    if (index == 0 || !shown.get(index - 1).shown().covers(content.shown())) {
      shown.add(index, content);
    } else if (shown.get(index - 1).shown().whole().isEmpty()) {
      shown.set(index - 1, new Content(content.shown(), shown.get(index - 1).moment()));
    }
    if (shown.size() > MAX_CONTENTS) {
      // The first one stays: before its moment nothing was shown, after it something was.
      shown.remove(1);
    }
  }

  private static String removeEldest(Set<String> ids) {
    Iterator<String> eldestFirst = ids.iterator();
    String eldest = eldestFirst.next();
    eldestFirst.remove();
    return eldest;
  }

  /**
   * What was last shown of an invoice at a moment.
   *
   * @return empty when nothing was shown until then, or nothing by which it can be told apart
   */
  public synchronized Optional<Shown> of(String invoiceId, long moment) {
    return lastAt(invoiceId, moment).filter(shown -> !shown.digest().isEmpty());
  }

  /** Whether an invoice may have been shown at a moment, although nothing of it is remembered. */
  public synchronized boolean mayHaveForgotten(String invoiceId, long moment) {
    return hasForgotten && lastAt(invoiceId, moment).isEmpty();
  }

  private Optional<Shown> lastAt(String invoiceId, long moment) {
    return contents.getOrDefault(invoiceId, List.of()).stream()
        .filter(content -> !content.isLaterThan(moment))
        .reduce((earlier, later) -> later)
        .map(Content::shown);
  }
}
