package dev.invoices.server.inbox;

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
import dev.invoices.server.tools.DecisionWording;
import dev.invoices.server.tools.ToolResult;
import dev.invoices.server.tools.wording.Commands;
import dev.invoices.text.Quote;
import java.util.Optional;

/**
 * What came of a decision at a terminal. It is said as the tools say it, but where they tell an
 * agent what to do next, this tells the person.
 */
final class DeskWording implements DecisionOutcome.Visitor<DeskWording.Said> {

  private static final String SEE_WHAT_CAME_OF_IT =
      "To see what came of it, go back and open it again.";

  private final String id;
  private final DecisionWording tools;

  /**
   * @param id the invoice
   * @param tools what the tools say
   */
  DeskWording(String id, DecisionWording tools) {
    this.id = Quote.word(id);
    this.tools = tools;
  }

  /** Where a person is after a decision. */
  enum Next {
    /** It is decided, by them or before. */
    DECIDED,
    /** They have to see it as it is now, and decide again. */
    ANEW,
    /** It is not certain that it is decided, or it is not: it stays before them and in the list. */
    STAY
  }

  /**
   * What is said.
   *
   * @param message what came of it
   * @param hint what to know or do next; may be empty
   * @param view the invoice afterwards; empty where it is not known
   */
  record Said(String message, String hint, Optional<InvoiceView> view, Next next) {}

  @Override
  public Said notFound(NotFound outcome) {
    return new Said(
        "Nothing was sent: Temporal does not know invoice %s any more.".formatted(id),
        "",
        Optional.empty(),
        Next.STAY);
  }

  @Override
  public Said elsewhere(Elsewhere outcome) {
    return said(tools.elsewhere(outcome), Next.STAY);
  }

  @Override
  public Said contentUnknown(ContentUnknown outcome) {
    return said(
        tools.contentUnknown(outcome),
        "Start a worker if none is running (%s), then go back and open the invoice again."
            .formatted(Commands.START_WORKER),
        Next.STAY);
  }

  @Override
  public Said notAwaited(NotAwaited outcome) {
    return said(tools.notAwaited(outcome), Next.DECIDED);
  }

  @Override
  public Said changed(Changed outcome) {
    return new Said(
        "Nothing was decided: invoice %s is not what you were shown.".formatted(id),
        "",
        Optional.of(outcome.view()),
        Next.ANEW);
  }

  @Override
  public Said possibleDuplicate(PossibleDuplicate outcome) {
    return said(tools.possibleDuplicate(outcome), "", Next.ANEW);
  }

  @Override
  public Said askedAnew(AskedAnew outcome) {
    return said(tools.askedAnew(outcome), "", Next.ANEW);
  }

  @Override
  public Said counted(Counted outcome) {
    return said(tools.counted(outcome), Next.DECIDED);
  }

  @Override
  public Said ignored(Ignored outcome) {
    return said(tools.ignored(outcome), Next.DECIDED);
  }

  /** The worker may refuse it later. */
  @Override
  public Said unconfirmed(Unconfirmed outcome) {
    ToolResult result = tools.unconfirmed(outcome);
    InvoiceView view = outcome.view();
    boolean isOfAnother = view.source() == Source.FOREIGN_WORKER && view.resumeCommand().isEmpty();
    String when =
        isOfAnother ? "The worker of this invoice does not report decisions." : result.hint();
    return said(result, when + " " + SEE_WHAT_CAME_OF_IT, Next.STAY);
  }

  @Override
  public Said unread(Unread outcome) {
    return said(
        tools.unread(outcome),
        "It is recorded, but the invoice could not be read back. " + SEE_WHAT_CAME_OF_IT,
        Next.STAY);
  }

  @Override
  public Said uncertain(Uncertain outcome) {
    return said(
        tools.uncertain(outcome),
        "It may have arrived, and then it counts. Go back and open the invoice again before you decide again.",
        Next.STAY);
  }

  @Override
  public Said signalLimit(SignalLimit outcome) {
    return said(tools.signalLimit(outcome), Next.STAY);
  }

  /** What the tools say is right for a person, too. */
  private static Said said(ToolResult result, Next next) {
    return said(result, result.hint(), next);
  }

  private static Said said(ToolResult result, String hint, Next next) {
    return new Said(result.message(), hint, result.view(), next);
  }
}
