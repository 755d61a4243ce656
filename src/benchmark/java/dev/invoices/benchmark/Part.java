package dev.invoices.benchmark;

/** One part of the benchmark: measures on a site of its own and reports. */
@FunctionalInterface
interface Part {

  void measure(Site site, Report report) throws Exception;
}
