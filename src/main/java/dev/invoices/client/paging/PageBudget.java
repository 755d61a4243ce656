package dev.invoices.client.paging;

import com.google.protobuf.MessageLite;
import dev.invoices.temporal.MessageLimit;
import io.grpc.Status;

/**
 * How much more is read of a list or a history. A page that is too large is asked for again with
 * fewer entries; while pages are small, they grow again.
 */
public final class PageBudget {

  /** What gRPC says of a message above its limit (grpc-java 1.76). */
  private static final String TOO_LARGE = "gRPC message exceeds maximum size";

  private static final int SHRINKING = 8;

  private final int largest;
  private final int wanted;
  private int entries;
  private int pages;
  private long bytes;

  private PageBudget(int largest, int wanted, int entries, int pages, long bytes) {
    this.largest = largest;
    this.wanted = wanted;
    this.entries = entries;
    this.pages = pages;
    this.bytes = bytes;
  }

  /**
   * Nothing is read yet.
   *
   * @param entries of a page at most
   * @param pages in all
   * @param bytes in all; the page that exceeds them is the last one
   */
  public static PageBudget of(int entries, int pages, long bytes) {
    return new PageBudget(entries, MessageLimit.BYTES / SHRINKING, entries, pages, bytes);
  }

  /** How many entries the next page should have. */
  public int entries() {
    return entries;
  }

  /** Whether no further page is read. */
  public boolean isSpent() {
    return pages <= 0 || bytes <= 0;
  }

  /** Counts a page that was read. */
  public void spend(MessageLite page) {
    int size = page.getSerializedSize();
    pages--;
    bytes -= size;
    if (size < wanted) {
      entries = Math.min(largest, entries * SHRINKING);
    }
  }

  /**
   * Asks for fewer entries after a page that was too large.
   *
   * @param failure of the call
   * @return false when the call failed for another reason, or a page cannot be smaller
   */
  public boolean shrinksAfter(Throwable failure) {
    String reason = Status.fromThrowable(failure).getDescription();
    if (entries == 1 || reason == null || !reason.startsWith(TOO_LARGE)) {
      return false;
    }
    pages--;
    entries = Math.max(1, entries / SHRINKING);
    return true;
  }
}
