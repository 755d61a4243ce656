package dev.invoices.server.conversation;

import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.decision.DecisionMethod;
import dev.invoices.invoice.decision.DecisionSignal;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * Who is behind a call: the person whose account runs the server, and the client they use.
 *
 * @param person the operating system's user
 * @param client the client's name and version, as it gave them
 * @param arrivedAt when the call arrived, in the time of {@link System#nanoTime}
 * @param forms shows the person a form; empty when the client cannot
 */
public record Caller(String person, String client, long arrivedAt, Optional<FormClient> forms) {

  /**
   * @param client null when the client did not introduce itself
   * @param arrivedAt when the call arrived, in the time of {@link System#nanoTime}
   * @param forms shows the person a form; empty when the client cannot
   */
  public static Caller through(Implementation client, long arrivedAt, Optional<FormClient> forms) {
    return new Caller(
        System.getProperty("user.name", ""),
        client == null ? "" : client.name() + " " + client.version(),
        arrivedAt,
        forms);
  }

  /**
   * The signal of a decision that is made now.
   *
   * @param how it is made
   * @param shown what the person was shown; empty when that is not known
   * @param duplicateAcknowledged whether they have said that it is no duplicate
   */
  public DecisionSignal decides(
      DecisionMethod how,
      String note,
      Optional<InvoiceSnapshot> shown,
      boolean duplicateAcknowledged) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new DecisionSignal(
        person,
        client,
        note,
        UUID.randomUUID().toString(),
        now.toString(),
        shown.map(InvoiceSnapshot::digest).orElse(""),
        shown.map(InvoiceSnapshot::question).orElse(0),
        Optional.of(duplicateAcknowledged),
        how.wireName());
  }
}
