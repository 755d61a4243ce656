package dev.invoices.server.tools;

import dev.invoices.invoice.DecisionSignal;
import dev.invoices.invoice.InvoiceSnapshot;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * Who is behind a tool call: the person whose account runs the server, and the client they use.
 *
 * @param person the operating system's user
 * @param client the MCP client's name and version, as it gave them
 * @param arrivedAt when the call arrived, in the time of {@link System#nanoTime}
 */
public record Caller(String person, String client, long arrivedAt) {

  /**
   * @param client null when the client did not introduce itself
   * @param arrivedAt when the call arrived, in the time of {@link System#nanoTime}
   */
  public static Caller through(Implementation client, long arrivedAt) {
    return new Caller(
        System.getProperty("user.name", ""),
        client == null ? "" : client.name() + " " + client.version(),
        arrivedAt);
  }

  /**
   * The signal of a decision that they make now.
   *
   * @param shown what they were shown; empty when that is not known
   * @param duplicateAcknowledged whether they have said that it is no duplicate
   */
  DecisionSignal decides(
      String note, Optional<InvoiceSnapshot> shown, boolean duplicateAcknowledged) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new DecisionSignal(
        person,
        client,
        note,
        UUID.randomUUID().toString(),
        now.toString(),
        shown.map(InvoiceSnapshot::digest).orElse(""),
        shown.map(InvoiceSnapshot::question).orElse(0),
        Optional.of(duplicateAcknowledged));
  }
}
