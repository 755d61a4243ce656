package dev.invoices.server.tools;

import dev.invoices.client.DecisionOutcome;
import dev.invoices.client.DecisionOutcome.ContentUnknown;
import dev.invoices.client.InvoiceClient;
import dev.invoices.client.InvoiceView;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.invoice.decision.DecisionMethod;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.server.conversation.Caller;
import dev.invoices.server.conversation.Conversation;
import dev.invoices.server.conversation.DecisionForm;
import dev.invoices.server.conversation.FormClient;
import dev.invoices.server.conversation.FormClient.FormReply;
import dev.invoices.server.conversation.OpenForms;
import dev.invoices.server.conversation.WhereToDecide;
import dev.invoices.text.Quote;
import java.time.Duration;
import java.util.Optional;

/**
 * One decision that a person makes: they are shown the invoice as it is now, and their answer
 * decides, whatever was asked for. Where they cannot be asked, they are told where to decide.
 */
final class PersonDecision {

  private final DecisionKind asked;
  private final Conversation conversation;
  private final Caller caller;
  private final Optional<FormClient> form;

  /**
   * @param asked the decision that was asked for
   * @param form shows the person a form; empty when they cannot be asked
   */
  PersonDecision(
      DecisionKind asked, Conversation conversation, Caller caller, Optional<FormClient> form) {
    this.asked = asked;
    this.conversation = conversation;
    this.caller = caller;
    this.form = form;
  }

  /**
   * Asks about an invoice.
   *
   * @param note what the agent says that the person said
   */
  ToolResult about(String id, String note, InvoiceClient client) throws InvoiceClientException {
    Optional<InvoiceView> found = client.find(id);
    Optional<DecisionOutcome> obstacle = DecisionOutcome.obstacle(found);
    if (found.filter(PersonDecision::isForeign).isPresent()
        && obstacle.filter(ContentUnknown.class::isInstance).isPresent()) {
      return cannotBeShown(id, found.get(), client);
    }
    if (obstacle.isPresent()) {
      return obstacle.get().accept(wording(asked, id, Optional.empty(), false, client));
    }
    InvoiceView view = found.get();
    if (form.isEmpty()) {
      return needsPerson(id, view, client);
    }
    return switch (conversation.forms().open(id)) {
      case OPENED -> {
        try {
          yield ask(id, note, view, client);
        } finally {
          conversation.forms().close(id);
        }
      }
      case OPEN_ALREADY ->
          formOpen(
              id,
              "the person is being asked about it in a form.",
              "Wait for their answer. It is the result of the call that opened the form.",
              view);
      case TOO_MANY ->
          formOpen(
              id,
              "%d forms about other invoices are open, and no more may be."
                  .formatted(OpenForms.MAX_OPEN),
              "Tell the person to answer or close one of them, and then call this tool again. They can also decide "
                  + WhereToDecide.withoutTheChat(view, client.hasWebUi()),
              view);
    };
  }

  private static ToolResult formOpen(String id, String why, String hint, InvoiceView view) {
    return ToolResult.of(
        ResultCode.FORM_OPEN,
        "Invoice %s was not decided: %s".formatted(Quote.word(id), why),
        hint,
        view);
  }

  private static boolean isForeign(InvoiceView view) {
    return view.source() == InvoiceView.Source.FOREIGN_WORKER;
  }

  private ToolResult cannotBeShown(String id, InvoiceView view, InvoiceClient client) {
    return ToolResult.of(
        ResultCode.NEEDS_PERSON,
        "No %s was sent: the worker of invoice %s does not tell what it says, so that no form can show it."
            .formatted(asked.noun(), Quote.word(id)),
        "Tell the person where they can decide if they know the invoice: "
            + WhereToDecide.withoutTheChat(view, client.hasWebUi()),
        view);
  }

  private ToolResult ask(String id, String note, InvoiceView view, InvoiceClient client)
      throws InvoiceClientException {
    DecisionForm about = new DecisionForm(client.asSeenNow(view));
    long shownAt = System.nanoTime();
    FormReply reply = form.get().show(about.message(), about.schema(asked.approves(), note));
    Duration open = Duration.ofNanos(System.nanoTime() - shownAt);
    Optional<DecisionForm.Reply> decided = about.read(reply.fields());
    if (decided.isPresent()) {
      conversation.forms().brought();
      return decide(id, view, decided.get(), client.again());
    }
    conversation.forms().broughtNothing(reply.ending(), open);
    // A call that was cancelled may wait for nothing more, and no one reads its result.
    return reply.ending() == FormClient.Ending.CALL_CANCELLED
        ? undecided(id, view, reply.ending(), client.hasWebUi())
        : undecided(id, view, reply.ending(), client.again());
  }

  private ToolResult decide(
      String id, InvoiceView shown, DecisionForm.Reply reply, InvoiceClient client)
      throws InvoiceClientException {
    DecisionSignal signal =
        caller.decides(
            DecisionMethod.FORM, reply.note(), shown.snapshot(), reply.duplicateAcknowledged());
    DecisionOutcome outcome = client.decide(id, reply.approved(), signal);
    if (outcome instanceof DecisionOutcome.PossibleDuplicate duplicate) {
      return notTicked(id, duplicate.view());
    }
    return outcome.accept(
        wording(
            DecisionKind.of(reply.approved()),
            id,
            Optional.of(shown),
            reply.duplicateAcknowledged(),
            client));
  }

  private static ToolResult notTicked(String id, InvoiceView view) {
    return ToolResult.of(
        ResultCode.POSSIBLE_DUPLICATE,
        "Invoice %s was not approved: it may be a duplicate, and the person did not tick that it is none."
            .formatted(Quote.word(id)),
        "Ask the person. Call %s again only when they say that it is no duplicate; they tick that in the form."
            .formatted(DecisionKind.APPROVAL.toolName()),
        view);
  }

  private static DecisionWording wording(
      DecisionKind kind,
      String id,
      Optional<InvoiceView> shown,
      boolean acknowledged,
      InvoiceClient client) {
    return new DecisionWording(
        kind, id, shown.flatMap(InvoiceView::snapshot), acknowledged, client::findSimilar);
  }

  /** A person may have decided elsewhere while the form was open. */
  private ToolResult undecided(
      String id, InvoiceView shown, FormClient.Ending ending, InvoiceClient client)
      throws InvoiceClientException {
    Optional<InvoiceView> now = client.find(id);
    Optional<DecisionOutcome> obstacle = DecisionOutcome.obstacle(now);
    return obstacle.isPresent()
        ? obstacle.get().accept(wording(asked, id, Optional.of(shown), false, client))
        : undecided(id, now.get(), ending, client.hasWebUi());
  }

  /** Whether the person did what the client says of them is not known. */
  private ToolResult undecided(
      String id, InvoiceView view, FormClient.Ending ending, boolean hasWebUi) {
    String why =
        switch (ending) {
          case DECLINED -> "the client reports that the person declined to fill in the form.";
          case CLOSED -> "the client reports that the person closed the form.";
          case SILENT ->
              "the person did not answer the form within %d seconds."
                  .formatted(FormClient.TIMEOUT.toSeconds());
          case CALL_CANCELLED -> "the client cancelled the call.";
          case ACCEPTED, FAILED -> "the client brought no decision back from the form.";
        };
    return ToolResult.of(
        ResultCode.UNDECIDED,
        "Invoice %s was not decided: %s".formatted(Quote.word(id), why),
        "It still awaits a decision. Call this tool again only when the person asks for it."
            + (conversation.forms().areUnseen()
                ? " This client seems to show them no form: tell them how to decide."
                : " If they saw no form, they can decide "
                    + WhereToDecide.withoutTheChat(view, hasWebUi)),
        view);
  }

  private ToolResult needsPerson(String id, InvoiceView view, InvoiceClient client) {
    return ToolResult.of(
        ResultCode.NEEDS_PERSON,
        "No %s was sent: only a person may decide about invoice %s, and this client shows no form."
            .formatted(asked.noun(), Quote.word(id)),
        "Show the person the invoice, and tell them where to decide: "
            + (caller.showsCards() ? "in the invoice's card in this chat, or " : "")
            + WhereToDecide.withoutTheChat(view, client.hasWebUi()),
        view);
  }
}
