package dev.invoices.testkit;

/** A Temporal on the loopback address, see {@link TemporalFixture}. */
interface TemporalServer extends AutoCloseable {

  /** The port that it listens on. */
  int port();

  /** Stops it, within seconds. */
  @Override
  void close();
}
