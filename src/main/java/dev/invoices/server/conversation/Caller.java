package dev.invoices.server.conversation;

import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.decision.DecisionMethod;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.server.card.CardConfirmation;
import dev.invoices.server.conversation.ShownInvoices.Shown;
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
 * @param showsCards whether the client shows the invoice's card
 */
public record Caller(
    String person, String client, long arrivedAt, Optional<FormClient> forms, boolean showsCards) {

  /**
   * @param client null when the client did not introduce itself
   * @param arrivedAt when the call arrived, in the time of {@link System#nanoTime}
   * @param forms shows the person a form; empty when the client cannot
   * @param showsCards whether the client shows the invoice's card
   */
  public static Caller through(
      Implementation client, long arrivedAt, Optional<FormClient> forms, boolean showsCards) {
    return new Caller(
        account(),
        client == null ? "" : client.name() + " " + client.version(),
        arrivedAt,
        forms,
        showsCards);
  }

  /** The person at the terminal in which this program runs; see {@link DecisionMethod#TERMINAL}. */
  public static Caller atTerminal() {
    return new Caller(account(), "terminal", System.nanoTime(), Optional.empty(), false);
  }

  private static String account() {
    return System.getProperty("user.name", "");
  }

  /**
   * The signal of a decision that is made now. Who was shown the invoice before a worker asked
   * anything answers the first question, and no later one.
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
    return decidesAbout(how, note, shown.map(Shown::of), duplicateAcknowledged);
  }

  /** The same of a decision that the agent makes by its call. */
  public DecisionSignal decides(String note, Optional<Shown> shown, boolean duplicateAcknowledged) {
    return decidesAbout(DecisionMethod.AGENT, note, shown, duplicateAcknowledged);
  }

  private DecisionSignal decidesAbout(
      DecisionMethod how, String note, Optional<Shown> shown, boolean duplicateAcknowledged) {
    return decides(
        how,
        note,
        shown.map(Shown::digest).orElse(""),
        shown.map(known -> DecisionSignal.answered(known.question())).orElse(0),
        shown.map(Shown::submission).orElse(""),
        duplicateAcknowledged);
  }

  /** The same of a decision that the person made in the card. */
  public DecisionSignal decides(CardConfirmation card, String note, boolean duplicateAcknowledged) {
    return decides(
        DecisionMethod.CARD,
        note,
        card.digest(),
        DecisionSignal.answered(card.question()),
        Instant.ofEpochMilli(card.submittedAt()).toString(),
        duplicateAcknowledged);
  }

  private DecisionSignal decides(
      DecisionMethod how,
      String note,
      String digest,
      int question,
      String submission,
      boolean acknowledged) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new DecisionSignal(
        person,
        client,
        note,
        UUID.randomUUID().toString(),
        now.toString(),
        digest,
        question,
        submission,
        Optional.of(acknowledged),
        how.wireName());
  }
}
