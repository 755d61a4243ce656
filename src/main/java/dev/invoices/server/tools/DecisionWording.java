package dev.invoices.server.tools;

import dev.invoices.client.DecisionOutcome;
import dev.invoices.client.DecisionOutcome.AskedAnew;
import dev.invoices.client.DecisionOutcome.Changed;
import dev.invoices.client.DecisionOutcome.ContentUnknown;
import dev.invoices.client.DecisionOutcome.Counted;
import dev.invoices.client.DecisionOutcome.Elsewhere;
import dev.invoices.client.DecisionOutcome.Ignored;
import dev.invoices.client.DecisionOutcome.NotAwaited;
import dev.invoices.client.DecisionOutcome.NotFound;
import dev.invoices.client.DecisionOutcome.PossibleDuplicate;
import dev.invoices.client.DecisionOutcome.SignalLimit;
import dev.invoices.client.DecisionOutcome.Uncertain;
import dev.invoices.client.DecisionOutcome.Unconfirmed;
import dev.invoices.client.DecisionOutcome.Unread;
import dev.invoices.client.InvoiceView;
import dev.invoices.client.InvoiceView.Source;
import dev.invoices.client.record.Ending;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.Objection;
import dev.invoices.server.tools.wording.Commands;
import dev.invoices.server.tools.wording.InvoiceText;
import dev.invoices.text.Quote;
import dev.invoices.text.UtcTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What came of a decision, in words. */
public final class DecisionWording implements DecisionOutcome.Visitor<ToolResult> {

  /** How an invoice ends when no decision about declined payments is made. */
  private static final Set<InvoiceStatus> UNANSWERED =
      Set.of(InvoiceStatus.PARTIALLY_PAID, InvoiceStatus.APPROVAL_TIMEOUT);

  /** How an invoice ends that was rejected, by a person or by its deadline, before any payment. */
  private static final Set<InvoiceStatus> REJECTED =
      Set.of(InvoiceStatus.REJECTED, InvoiceStatus.APPROVAL_TIMEOUT);

  private static final String SHOW_AGAIN =
      "Show the person the invoice as it is now, below, and ask for their decision again.";

  private final DecisionKind kind;
  private final String asked;
  private final String id;
  private final Optional<InvoiceSnapshot> before;
  private final boolean acknowledged;
  private final Function<String, List<String>> similar;

  /**
   * @param kind what was decided
   * @param asked the id as it was given
   * @param before what the person was shown; empty when that is not known
   * @param acknowledged whether they have said that it is no duplicate
   * @param similar the ids that may be meant by one under which there is no invoice
   */
  public DecisionWording(
      DecisionKind kind,
      String asked,
      Optional<InvoiceSnapshot> before,
      boolean acknowledged,
      Function<String, List<String>> similar) {
    this.kind = kind;
    this.asked = asked;
    this.id = Quote.word(asked);
    this.before = before;
    this.acknowledged = acknowledged;
    this.similar = similar;
  }

  @Override
  public ToolResult notFound(NotFound outcome) {
    return ToolResult.notFound(asked, similar.apply(asked));
  }

  @Override
  public ToolResult elsewhere(Elsewhere outcome) {
    return ToolResult.of(
        ResultCode.OTHER_TASK_QUEUE,
        "No %s was sent: invoice %s is not processed on this server's task queue."
            .formatted(kind.noun(), id),
        "Decide about it where it is processed.",
        outcome.view());
  }

  @Override
  public ToolResult contentUnknown(ContentUnknown outcome) {
    return ToolResult.of(
        ResultCode.NO_WORKER,
        "No %s was sent: this server does not know what invoice %s says."
            .formatted(kind.noun(), id),
        "Start a worker if none is running (%s), then show the person the invoice and ask again. If that does not help, %s"
            .formatted(Commands.START_WORKER, Commands.checkShowsWhy()),
        outcome.view());
  }

  @Override
  public ToolResult notAwaited(NotAwaited outcome) {
    InvoiceView view = outcome.view();
    if (view.open()) {
      return ToolResult.of(
          ResultCode.ALREADY_DECIDED,
          "No %s was sent: invoice %s is already decided.%s"
              .formatted(kind.noun(), id, decided(view)),
          kind.whilePaying(view),
          view);
    }
    return ToolResult.of(
        ResultCode.ALREADY_CLOSED,
        "No %s was sent: invoice %s was closed%s (%s).%s%s"
            .formatted(
                kind.noun(),
                id,
                view.ending().map(Ending::at).map(at -> " at " + UtcTime.text(at)).orElse(""),
                InvoiceText.status(view),
                lastQuestion(view),
                decided(view)),
        submitAgain(view),
        view);
  }

  @Override
  public ToolResult changed(Changed outcome) {
    return ToolResult.of(
        ResultCode.CHANGED,
        "Invoice %s was not %s: it has other content than this conversation has shown or submitted."
            .formatted(id, kind.participle()),
        SHOW_AGAIN
            + before
                .map(seen -> InvoiceText.contentShown(seen, outcome.view().snapshot()))
                .map(" "::concat)
                .orElse(""),
        outcome.view());
  }

  /** What was shown of the invoice is not known any more, so that nothing was sent. */
  ToolResult forgotten(InvoiceView view) {
    return ToolResult.of(
        ResultCode.CHANGED,
        "Invoice %s was not %s: this conversation has shown so many others that the server does not remember what it showed of this one."
            .formatted(id, kind.participle()),
        SHOW_AGAIN,
        view);
  }

  @Override
  public ToolResult possibleDuplicate(PossibleDuplicate outcome) {
    return ToolResult.of(
        ResultCode.POSSIBLE_DUPLICATE,
        "Invoice %s was not %s: it may be a duplicate.".formatted(id, kind.participle()),
        "Show the person the warning. Only when they say that it is no duplicate, call %s again with %s: true."
            .formatted(kind.toolName(), DecisionTool.ACKNOWLEDGE_DUPLICATE),
        outcome.view());
  }

  private static String askedAnew(Objection why) {
    return why == Objection.RESET
        ? "an operator has reset its workflow, so that the person is asked anew"
        : "the decision answers an earlier question, and another one is open";
  }

  @Override
  public ToolResult askedAnew(AskedAnew outcome) {
    return ToolResult.of(
        ResultCode.ASKED_ANEW,
        "Invoice %s was not %s: %s.".formatted(id, kind.participle(), askedAnew(outcome.why())),
        SHOW_AGAIN,
        outcome.view());
  }

  @Override
  public ToolResult counted(Counted outcome) {
    return ToolResult.of(kind.counted(), signalSent(), outcome.view());
  }

  @Override
  public ToolResult ignored(Ignored outcome) {
    InvoiceView view = outcome.view();
    return outcome
        .winner()
        .map(
            winner ->
                ToolResult.of(
                    ResultCode.ALREADY_DECIDED,
                    "Your %s of invoice %s came too late and was ignored: it was %s"
                        .formatted(kind.noun(), id, winner.sentence()),
                    kind.whilePaying(view),
                    view))
        .orElseGet(
            () ->
                ToolResult.of(
                    view.open() ? ResultCode.ALREADY_DECIDED : ResultCode.ALREADY_CLOSED,
                    "Your %s of invoice %s came too late and was ignored. Its status is: %s."
                        .formatted(kind.noun(), id, InvoiceText.status(view)),
                    submitAgain(view),
                    view));
  }

  @Override
  public ToolResult unconfirmed(Unconfirmed outcome) {
    InvoiceView view = outcome.view();
    return ToolResult.of(ResultCode.SENT, signalSent(), whenItCounts(view), view);
  }

  private String whenItCounts(InvoiceView view) {
    if (view.resumeCommand().isPresent()) {
      return "It is recorded and takes effect when an operator resumes the workflow.";
    }
    if (view.source() == Source.FOREIGN_WORKER) {
      return "The worker of this invoice does not report decisions. Check the status.";
    }
    return "It is recorded and takes effect as soon as a worker takes it up. If one runs, check the status.%s"
        .formatted(
            kind.approves() && !acknowledged
                ? " If the worker finds that the invoice may be a duplicate, the approval does not count."
                : "");
  }

  /** What was seen before is no longer so, and would contradict what was sent. */
  @Override
  public ToolResult unread(Unread outcome) {
    return ToolResult.of(
        ResultCode.SENT,
        signalSent(),
        "It is recorded, but the invoice could not be read back. Check the status.",
        Optional.empty());
  }

  @Override
  public ToolResult uncertain(Uncertain outcome) {
    return ToolResult.of(
        ResultCode.TEMPORAL_UNREACHABLE,
        "Temporal at %s did not confirm the %s of invoice %s in time."
            .formatted(outcome.address(), kind.noun(), id),
        "It may have arrived, and then it counts. Ask for the status before you decide again.",
        outcome.view());
  }

  @Override
  public ToolResult signalLimit(SignalLimit outcome) {
    return ToolResult.of(
        ResultCode.SIGNAL_LIMIT,
        "No %s was sent: Temporal takes no more signals for invoice %s, because its workflow has received too many."
            .formatted(kind.noun(), id),
        "If no worker is running, start one, which takes decisions without signals, and decide again. If that does not help, have an operator cancel the workflow %s, and submit the invoice again."
            .formatted(outcome.view().run().workflowId()),
        outcome.view());
  }

  private String signalSent() {
    return "Sent %s signal for invoice %s".formatted(kind.noun(), id);
  }

  /** What was rejected was not paid, so that its id is free. */
  private static String submitAgain(InvoiceView closed) {
    return !closed.open() && REJECTED.contains(closed.status())
        ? "It may be submitted again under the same id."
        : "";
  }

  /** Ends the message, because it ends with what the person and the client wrote. */
  private static String decided(InvoiceView view) {
    return view.decision().map(decision -> " It was " + decision.sentence()).orElse("");
  }

  /** An approval is the last decision of a stopped invoice only when none was made after it. */
  private static String lastQuestion(InvoiceView closed) {
    boolean unanswered =
        UNANSWERED.contains(closed.status())
            && closed.decision().map(Decision::approved).orElse(false);
    return unanswered ? " No decision about the declined payments was made in time." : "";
  }
}
