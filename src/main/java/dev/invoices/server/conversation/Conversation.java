package dev.invoices.server.conversation;

import dev.invoices.client.InvoiceView;
import dev.invoices.client.record.OpenInvoice;
import dev.invoices.server.card.CardSeed;
import java.util.List;
import java.util.Optional;

/**
 * What the tools of one server share.
 *
 * @param policy who may decide
 * @param seed with which the card confirms decisions
 * @param shown what was shown to the person
 * @param forms about which invoices they are being asked
 */
public record Conversation(
    DecisionPolicy policy, CardSeed seed, ShownInvoices shown, OpenForms forms) {

  /** A conversation that begins. */
  public static Conversation under(DecisionPolicy policy, CardSeed seed) {
    return new Conversation(policy, seed, new ShownInvoices(), new OpenForms());
  }

  /** Remembers what the client is about to get. */
  public void remember(Optional<InvoiceView> invoice, List<OpenInvoice> list) {
    long now = System.nanoTime();
    invoice.ifPresent(view -> shown.remember(view, now));
    shown.remember(list, now);
  }
}
