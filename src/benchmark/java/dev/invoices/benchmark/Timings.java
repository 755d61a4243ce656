package dev.invoices.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long the same thing took each time, in milliseconds. Any thread may add to it. */
final class Timings {

  private static final double NANOS_PER_MILLI = 1e6;

  private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());

  /** What is timed. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /** Does the work and notes how long it took. */
  void time(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    addSince(start);
  }

  /** Notes the time since a moment of {@link System#nanoTime}. */
  void addSince(long start) {
    add((System.nanoTime() - start) / NANOS_PER_MILLI);
  }

  void add(double milliseconds) {
    millis.add(milliseconds);
  }

  double median() {
    return percentile(50);
  }

  double slowest() {
    return percentile(100);
  }

  /** The time within which that many of a hundred were done. */
  double percentile(int percent) {
    List<Double> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
    return sorted.get(Math.max(rank, 1) - 1);
  }
}
