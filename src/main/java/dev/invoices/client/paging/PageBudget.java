package dev.invoices.client.paging;

import com.google.protobuf.MessageLite;
import dev.invoices.temporal.MessageLimit;
import io.grpc.Status;

/**
 * How much more is read of a list or a history. The first page is small, because entries may be
 * large; while pages are small, they grow. A page that is too large is read entry by entry: for
 * each try Temporal would gather all of it.
 */
public final class PageBudget {

  /** What gRPC says of a message above its limit (grpc-java 1.76). */
  private static final String TOO_LARGE = "gRPC message exceeds maximum size";

  private static final int FIRST_PAGE = 32;
  private static final int GROWTH = 8;

  /** Below this size a page with {@link #GROWTH} times as many entries is within the limit. */
  private static final int SMALL_BYTES = MessageLimit.BYTES / GROWTH;

  private final int maxEntries;
  private int entries;
  private int pages;
  private long bytes;

  private PageBudget(int maxEntries, int pages, long bytes) {
    this.maxEntries = maxEntries;
    this.entries = Math.min(FIRST_PAGE, maxEntries);
    this.pages = pages;
    this.bytes = bytes;
  }

  /**
   * Nothing is read yet.
   *
   * @param maxEntries of a page
   * @param pages in all
   * @param bytes in all; the page that exceeds them is the last one
   */
  public static PageBudget of(int maxEntries, int pages, long bytes) {
    return new PageBudget(maxEntries, pages, bytes);
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
    entries = size < SMALL_BYTES ? Math.min(maxEntries, entries * GROWTH) : 1;
  }

  /**
   * Asks for a single entry after a page that was too large.
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
    entries = 1;
    return true;
  }
}
