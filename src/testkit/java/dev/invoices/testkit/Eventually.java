package dev.invoices.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** Waits for a condition, never for a time. */
public final class Eventually {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final long PAUSE_MILLIS = 50;

  private Eventually() {}

  /** Looks again and again. */
  @FunctionalInterface
  public interface Look<T> {
    T once() throws Exception;
  }

  /**
   * Looks until what is seen is as wanted.
   *
   * @throws AssertionError with what was seen last, after 20 s
   */
  public static <T> T see(String wanted, Look<T> look, Predicate<T> isWanted) throws Exception {
    return see(wanted, LIMIT, look, isWanted);
  }

  /**
   * Looks until what is seen is as wanted.
   *
   * @throws AssertionError with what was seen last, after the limit
   */
  public static <T> T see(String wanted, Duration limit, Look<T> look, Predicate<T> isWanted)
      throws Exception {
    Instant end = Instant.now().plus(limit);
    while (true) {
      T seen = look.once();
      if (isWanted.test(seen)) {
        return seen;
      }
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("waited in vain for " + wanted + "; last seen: " + seen);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
