package dev.invoices.crash;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** What the scenarios of one kind have done and found. */
final class StripeTally {

  private final String kind;
  final AtomicInteger scenarios = new AtomicInteger();
  final AtomicInteger payments = new AtomicInteger();
  final AtomicInteger kills = new AtomicInteger();
  final AtomicInteger faults = new AtomicInteger();
  final AtomicInteger paidTwice = new AtomicInteger();
  final AtomicInteger lost = new AtomicInteger();

  StripeTally(String kind) {
    this.kind = kind;
  }

  /** How often something was broken. */
  int blows() {
    return kills.get() + faults.get();
  }

  static String table(Collection<StripeTally> all) {
    return all.stream()
        .map(StripeTally::row)
        .collect(
            Collectors.joining(
                "\n",
                "| through Stripe's stand-in | scenarios | payments | kills | faults | double | lost |\n|---|---|---|---|---|---|---|\n",
                ""));
  }

  private String row() {
    return "| %s | %s | %s | %s | %s | %s | %s |"
        .formatted(kind, scenarios, payments, kills, faults, paidTwice, lost);
  }
}
