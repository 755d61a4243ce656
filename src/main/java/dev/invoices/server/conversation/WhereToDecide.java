package dev.invoices.server.conversation;

import dev.invoices.client.InvoiceView;
import dev.invoices.client.InvoiceView.Caveat;
import dev.invoices.server.terminal.TerminalCommand;
import dev.invoices.text.Quote;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Where a person decides about an invoice, in words for them. */
public final class WhereToDecide {

  private static final String CHAT = "Say in the chat whether to approve or reject.";

  private static final String CARD_OR_CHAT =
      "Where the invoice's card shows buttons, decide there. Or say in the chat whether to approve or reject.";

  private static final Set<Caveat> UNDECIDABLE = EnumSet.of(Caveat.NO_INVOICE, Caveat.UNREADABLE);

  private WhereToDecide() {}

  /**
   * What a person has to be told who sees the invoice and may find no other way: a client may fail
   * to show its card, or show one without buttons; it may declare forms and show none; and under
   * {@link DecisionPolicy#PERSON} nothing that they say in the chat decides, unless the client
   * shows them a form.
   *
   * @param formsAreUnseen whether the client seems to show no form although it declares that
   * @param hasWebUi whether a Web UI of Temporal is known in which they can decide
   * @return empty when the invoice awaits no decision, or when the chat decides and has no cards;
   *     also when what was submitted is no invoice or could not be read now
   */
  public static Optional<String> sentence(
      DecisionPolicy policy,
      Caller caller,
      boolean formsAreUnseen,
      InvoiceView view,
      boolean hasWebUi) {
    boolean isInChat = isInChat(policy, caller, formsAreUnseen, view);
    boolean isUndecidable = view.caveat().filter(UNDECIDABLE::contains).isPresent();
    if (!view.awaitsDecision() || isUndecidable || (isInChat && !caller.showsCards())) {
      return Optional.empty();
    }
    if (isInChat) {
      return Optional.of(canBeShown(view) ? CARD_OR_CHAT : CHAT);
    }
    String who =
        caller.showsCards() && canBeShown(view)
            ? "Where the invoice's card shows no buttons, a person decides "
            : "A person decides ";
    return Optional.of(who + withoutTheChat(view, hasWebUi));
  }

  /** Where the content is not known, a form has nothing to show, and a call needs no content. */
  private static boolean isInChat(
      DecisionPolicy policy, Caller caller, boolean formsAreUnseen, InvoiceView view) {
    boolean isAsked = policy != DecisionPolicy.AGENT && caller.forms().isPresent();
    return isAsked
        ? canBeShown(view) && !formsAreUnseen
        : policy != DecisionPolicy.PERSON && (canBeShown(view) || view.caveat().isEmpty());
  }

  private static boolean canBeShown(InvoiceView view) {
    return view.snapshot().isPresent();
  }

  /**
   * Where a person decides without the chat; reads on after "decide". What cannot be shown, such as
   * an invoice of which another product's worker tells the status alone, is decided by a signal.
   *
   * @param hasWebUi whether a Web UI of Temporal is known in which they can decide
   */
  public static String withoutTheChat(InvoiceView view, boolean hasWebUi) {
    return withoutTheChat(view, hasWebUi, TerminalCommand.ofThisProgram());
  }

  static String withoutTheChat(InvoiceView view, boolean hasWebUi, TerminalCommand command) {
    boolean atTerminal = canBeShown(view);
    return "%s%sby sending the workflow %s the signal approve_invoice or reject_invoice.%s"
        .formatted(
            atTerminal
                ? "at a terminal (%s), or ".formatted(command.inbox(view.run().invoiceId()))
                : "",
            hasWebUi ? "in the Temporal Web UI, " : "",
            Quote.word(view.run().workflowId()),
            atTerminal ? command.before().map(" "::concat).orElse("") : "");
  }
}
