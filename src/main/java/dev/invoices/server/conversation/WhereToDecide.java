package dev.invoices.server.conversation;

import dev.invoices.client.InvoiceView;
import dev.invoices.text.Quote;
import java.util.Optional;

/** Where a person decides about an invoice, in words for them. */
public final class WhereToDecide {

  private static final String CHAT = "Say in the chat whether to approve or reject.";

  private WhereToDecide() {}

  /**
   * What a person has to be told who sees the invoice and may find no other way: a client may fail
   * to show its card, or show one without buttons; and under {@link DecisionPolicy#PERSON} nothing
   * that they say in the chat decides, unless the client shows them a form.
   *
   * @return empty when the invoice awaits no decision, or when the chat decides and has no cards
   */
  public static Optional<String> sentence(DecisionPolicy policy, Caller caller, InvoiceView view) {
    boolean isInChat = policy != DecisionPolicy.PERSON || caller.forms().isPresent();
    if (!view.awaitsDecision() || (isInChat && !caller.showsCards())) {
      return Optional.empty();
    }
    if (isInChat) {
      return Optional.of(CHAT);
    }
    String who =
        caller.showsCards()
            ? "Where the invoice's card shows no buttons, a person decides "
            : "A person decides ";
    return Optional.of(who + withoutTheChat(view));
  }

  /** Where a person decides without the chat; reads on after "decide". */
  public static String withoutTheChat(InvoiceView view) {
    return "at a terminal (%s), or in the Temporal Web UI, by sending the workflow %s the signal approve_invoice or reject_invoice."
        .formatted(InboxCommand.about(view.run().invoiceId()), Quote.word(view.run().workflowId()));
  }
}
