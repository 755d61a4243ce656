package dev.invoices.worker;

import java.time.Duration;

/** The pauses between the tries of something that is down: longer and longer, up to 15 seconds. */
final class Backoff {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(15);

  private Duration next = FIRST;

  /** Waits before the next try. */
  void pause() throws InterruptedException {
    Thread.sleep(next.toMillis());
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }
}
