package dev.invoices.demo;

import dev.invoices.testkit.PackagedJar;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the person asked for and what the build provides, checked before anything is started.
 *
 * @param server the jar of the MCP server
 * @param worker the jar of the worker
 * @param invoice from {@code -Dinvoice=file}, or the sample
 * @param decision from {@code -Ddecision=approve|reject}
 */
record DemoSettings(
    PackagedJar server, PackagedJar worker, DemoInvoice invoice, Optional<HumanDecision> decision) {

  /**
   * Reads the system properties that the Maven profile {@code demo} sets; empty means not given.
   */
  static DemoSettings fromSystemProperties() throws DemoFailure, FileNotFoundException {
    String file = System.getProperty("demo.invoice", "");
    String decision = System.getProperty("demo.decision", "");
    DemoInvoice invoice = file.isEmpty() ? DemoInvoice.sample() : DemoInvoice.read(Path.of(file));
    Optional<HumanDecision> given = HumanDecision.of(decision);
    if (given.isEmpty() && !decision.isEmpty()) {
      throw new DemoFailure(
          "The decision must be approve or reject, not \"%s\".".formatted(decision));
    }
    return new DemoSettings(PackagedJar.server(), PackagedJar.worker(), invoice, given);
  }
}
