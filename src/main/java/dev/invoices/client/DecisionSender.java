package dev.invoices.client;

import dev.invoices.client.InvoiceView.Source;
import dev.invoices.client.record.DeadlineCalls;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.client.record.InvoiceRun;
import dev.invoices.client.record.RecordedInvoice;
import dev.invoices.invoice.Decision;
import dev.invoices.invoice.DecisionSignal;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.Objection;
import dev.invoices.workflow.InvoiceWorkflow;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sends one decision about one invoice and finds out whose decision counts.
 *
 * <p>Our worker does all of that in one step: it looks whether a decision is awaited, records this
 * one and reports what follows from it. Only a worker can take such an update. While Temporal runs,
 * it holds an update until a worker comes, but a restart loses it. So where no worker answers, or
 * another one runs the invoice, the decision goes as a signal too, which Temporal keeps. Both carry
 * the same request id: of the two, the workflow drops the one that comes second.
 */
final class DecisionSender {

  private final DeadlineCalls calls;
  private final InvoiceLookup lookup;
  private final String invoiceId;
  private final boolean approve;
  private final String name;
  private final DecisionSignal signal;

  DecisionSender(
      DeadlineCalls calls,
      InvoiceLookup lookup,
      String invoiceId,
      boolean approve,
      DecisionSignal signal) {
    this.calls = calls;
    this.lookup = lookup;
    this.invoiceId = invoiceId;
    this.approve = approve;
    this.name = approve ? InvoiceWorkflow.APPROVE : InvoiceWorkflow.REJECT;
    this.signal = signal;
  }

  /**
   * Sends it. Of an invoice that the person was shown it is known that it is one, so that the
   * update needs no look before.
   */
  DecisionOutcome send() throws InvoiceClientException {
    if (!signal.digest().isEmpty()) {
      return sendUpdate(InvoiceRun.latest(invoiceId), signal);
    }
    Optional<RecordedInvoice> recorded = lookup.describe(invoiceId);
    if (recorded.isEmpty()) {
      return new DecisionOutcome.NotFound();
    }
    return recorded.get().isOpen() && recorded.get().isAnswerable()
        ? sendUpdate(recorded.get().run(), about(recorded.get()))
        : sendSignal(recorded.get(), false);
  }

  /** A decision about an id counts only for the content that the id has now. */
  private DecisionSignal about(RecordedInvoice recorded) {
    return recorded
        .memo()
        .map(known -> signal.about(known.digest(), known.question()))
        .orElse(signal);
  }

  private DecisionOutcome sendUpdate(InvoiceRun run, DecisionSignal decision)
      throws InvoiceClientException {
    try {
      return outcome(update(run, decision));
    } catch (WorkflowNotFoundException e) {
      return notAwaited();
    } catch (WorkflowUpdateException e) {
      return refused(e);
    } catch (Exception e) {
      if (WorkerQueries.isSilence(e, calls.connection())) {
        return sendSignal(true);
      }
      throw InvoiceClientException.of(e, calls.connection());
    }
  }

  /** Why the workflow refuses the update; a worker that does not know it gets the signal. */
  private DecisionOutcome refused(WorkflowUpdateException refusal) throws InvoiceClientException {
    String reason =
        refusal.getCause() instanceof ApplicationFailure failure
            ? failure.getOriginalMessage()
            : "";
    return switch (reason) {
      case InvoiceWorkflow.NOT_AWAITED -> notAwaited();
      case InvoiceWorkflow.OTHER_CONTENT -> now(DecisionOutcome.Changed::new);
      case InvoiceWorkflow.POSSIBLE_DUPLICATE -> now(DecisionOutcome.PossibleDuplicate::new);
      case InvoiceWorkflow.OTHER_QUESTION, InvoiceWorkflow.RESET ->
          now(DecisionOutcome.AskedAnew::new);
      default -> sendSignal(false);
    };
  }

  private DecisionOutcome now(Function<InvoiceView, DecisionOutcome> outcome)
      throws InvoiceClientException {
    return lookup.find(invoiceId).map(outcome).orElseGet(DecisionOutcome.NotFound::new);
  }

  /** Has the worker decide and waits for what it reports. */
  private InvoiceView update(InvoiceRun run, DecisionSignal decision) throws Exception {
    WorkflowStub workflow = run.stub(calls.connection().client());
    UpdateOptions<InvoiceSnapshot> options =
        UpdateOptions.newBuilder(InvoiceSnapshot.class)
            .setUpdateName(name)
            .setUpdateId(signal.requestId())
            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
            .build();
    return InvoiceView.reported(
        run, calls.query(() -> workflow.startUpdate(options, decision)).getResult());
  }

  private DecisionOutcome notAwaited() throws InvoiceClientException {
    return now(this::notAwaited);
  }

  /** Unless it was this one, sent before, that was decided. */
  private DecisionOutcome notAwaited(InvoiceView now) {
    return decidedBy(now).filter(this::isOurs).isPresent()
        ? outcome(now)
        : new DecisionOutcome.NotAwaited(now);
  }

  private DecisionOutcome sendSignal(boolean workerIsSilent) throws InvoiceClientException {
    Optional<RecordedInvoice> recorded = lookup.describe(invoiceId);
    return recorded.isPresent()
        ? sendSignal(recorded.get(), workerIsSilent)
        : new DecisionOutcome.NotFound();
  }

  /**
   * Looks first whether this decision is awaited, signals exactly the run that was looked at, and
   * reads back whose decision counts.
   *
   * @param workerIsSilent no worker answered a moment ago, so none is waited for again
   */
  private DecisionOutcome sendSignal(RecordedInvoice recorded, boolean workerIsSilent)
      throws InvoiceClientException {
    InvoiceView before =
        workerIsSilent ? lookup.view(recorded, WorkerQueries.Answer.NONE) : lookup.find(recorded);
    if (!before.awaitsDecision() || decidedBy(before).filter(this::isOurs).isPresent()) {
      return notAwaited(before);
    }
    Optional<Objection> objection =
        before.snapshot().flatMap(known -> known.objectionTo(approve, signal));
    if (objection.isPresent()) {
      return refused(objection.get(), before);
    }
    if (!signal(recorded.run(), about(recorded))) {
      return notAwaited();
    }
    return readBack(recorded.run(), workerIsSilent || before.source() == Source.RECORD);
  }

  private static DecisionOutcome refused(Objection objection, InvoiceView view) {
    return switch (objection) {
      case OTHER_CONTENT -> new DecisionOutcome.Changed(view);
      case POSSIBLE_DUPLICATE -> new DecisionOutcome.PossibleDuplicate(view);
      case OTHER_QUESTION, RESET -> new DecisionOutcome.AskedAnew(view);
    };
  }

  /**
   * @return false when the run has closed meanwhile and nothing was sent
   */
  private boolean signal(InvoiceRun run, DecisionSignal decision) throws InvoiceClientException {
    WorkflowStub workflow = run.stub(calls.connection().client());
    try {
      return calls.call(
          () -> {
            workflow.signal(name, decision);
            return true;
          });
    } catch (WorkflowNotFoundException e) {
      return false;
    }
  }

  /** The decision is safe in Temporal by now: failing to read it back must not look like a loss. */
  private DecisionOutcome readBack(InvoiceRun run, boolean workerIsSilent) {
    try {
      WorkerQueries.Answer answer = workerIsSilent ? WorkerQueries.Answer.NONE : lookup.ask(run);
      return lookup
          .find(invoiceId, answer)
          .map(this::outcome)
          .orElseGet(() -> new DecisionOutcome.Unread(run));
    } catch (InvoiceClientException e) {
      return new DecisionOutcome.Unread(run);
    }
  }

  private DecisionOutcome outcome(InvoiceView after) {
    Optional<Objection> objection = objection(after);
    if (objection.isPresent()) {
      return refused(objection.get(), after);
    }
    // After a payment that was declined at once the next decision is awaited already.
    Optional<Decision> counted = after.decision().or(() -> decidedBy(after).filter(this::isOurs));
    boolean isOurs = counted.filter(this::isOurs).isPresent();
    if (counted.isPresent() && !isOurs) {
      return new DecisionOutcome.Ignored(after, counted);
    }
    if (after.source() != Source.WORKER) {
      return new DecisionOutcome.Unconfirmed(after);
    }
    return isOurs
        ? new DecisionOutcome.Counted(after)
        : new DecisionOutcome.Ignored(after, Optional.empty());
  }

  /** Why ours was ignored, unless it only came too late. */
  private Optional<Objection> objection(InvoiceView after) {
    return after.snapshot().stream()
        .flatMap(said -> said.ignoredDecisions().stream())
        .filter(this::isOurs)
        .findFirst()
        .flatMap(Decision::objection);
  }

  /** The last decision that counted, on this question or on one before. */
  private static Optional<Decision> decidedBy(InvoiceView view) {
    return view.decision().or(() -> view.snapshot().flatMap(InvoiceSnapshot::decision));
  }

  private boolean isOurs(Decision decision) {
    return decision.requestId().equals(signal.requestId());
  }
}
