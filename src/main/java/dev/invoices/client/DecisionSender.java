package dev.invoices.client;

import dev.invoices.client.InvoiceView.Source;
import dev.invoices.client.record.DeadlineCalls;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.client.record.InvoiceClientException.Reason;
import dev.invoices.client.record.InvoiceRun;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.invoice.decision.Objection;
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
 * Sends one decision about one invoice; {@link OwnDecision} finds out what became of it.
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
  private final KnownRuns runs;
  private final String invoiceId;
  private final boolean approve;
  private final String name;
  private final DecisionSignal signal;
  private final OwnDecision own;
  private final Optional<InvoiceView.Listed> listed;
  private boolean mayHaveArrived;

  /**
   * @param listed what the person saw of it in a list and nowhere else
   */
  DecisionSender(
      DeadlineCalls calls,
      InvoiceLookup lookup,
      KnownRuns runs,
      String invoiceId,
      boolean approve,
      DecisionSignal signal,
      Optional<InvoiceView.Listed> listed) {
    this.calls = calls;
    this.lookup = lookup;
    this.runs = runs;
    this.invoiceId = invoiceId;
    this.approve = approve;
    this.name = approve ? InvoiceWorkflow.APPROVE : InvoiceWorkflow.REJECT;
    this.signal = signal;
    this.own = new OwnDecision(signal.requestId());
    this.listed = listed;
  }

  /** Sends it. */
  DecisionOutcome send() throws InvoiceClientException {
    try {
      return sendAndSee();
    } catch (InvoiceClientException e) {
      if (mayHaveArrived && e.reason() == Reason.UNREACHABLE) {
        return new DecisionOutcome.Uncertain(e.address(), Optional.empty());
      }
      throw e;
    }
  }

  /**
   * A decision counts for one content only: for what the person was shown, or else for what the
   * invoice says now. A run of this task queue whose content is known needs no look before.
   */
  private DecisionOutcome sendAndSee() throws InvoiceClientException {
    Optional<KnownRuns.Known> known = runs.of(invoiceId);
    Optional<String> content =
        Optional.of(signal.digest())
            .filter(shown -> !shown.isEmpty())
            .or(() -> known.flatMap(KnownRuns.Known::content));
    if (known.isEmpty() || content.isEmpty() || listed.isPresent()) {
      return sendAfterLook();
    }
    try {
      return sendUpdate(known.get().run(), about(content.get()));
    } catch (WorkflowNotFoundException e) {
      // It has ended, or continues in another run.
      return sendAfterLook();
    }
  }

  private DecisionOutcome sendAfterLook() throws InvoiceClientException {
    Optional<InvoiceView> found = lookup.find(invoiceId);
    if (found.isEmpty()) {
      return new DecisionOutcome.NotFound();
    }
    InvoiceView before = found.get();
    if (listed.isPresent() && before.awaitsDecision() && isContentUnknown(before)) {
      return new DecisionOutcome.ContentUnknown(before);
    }
    if (listed.isPresent() && before.awaitsDecision() && !before.isAsListed(listed.get())) {
      return new DecisionOutcome.Changed(before);
    }
    if (!before.open() || before.source() != Source.WORKER || isPaused(before)) {
      return sendSignal(before);
    }
    try {
      return sendUpdate(before.run(), about(before));
    } catch (WorkflowNotFoundException e) {
      return notAwaited();
    }
  }

  private static boolean isContentUnknown(InvoiceView view) {
    return view.snapshot().isEmpty() && view.caveat().isPresent();
  }

  private static boolean isPaused(InvoiceView view) {
    return view.resumeCommand().isPresent();
  }

  /**
   * Unless it says what was shown, a decision counts for what the invoice says now, and answers the
   * first question: a later one is asked because payments were declined, and the person has to see
   * that. What the run was submitted with never changes, so it is known also when it cannot be read
   * just now.
   */
  private DecisionSignal about(InvoiceView view) {
    if (!signal.digest().isEmpty()) {
      return signal;
    }
    return view.snapshot()
        .map(now -> about(now.digest(), now.submission()))
        .or(
            () ->
                runs.of(invoiceId)
                    .filter(known -> known.run().equals(view.run()))
                    .flatMap(KnownRuns.Known::content)
                    .map(this::about))
        .orElse(signal);
  }

  private DecisionSignal about(String content) {
    return about(content, signal.submittedAt());
  }

  private DecisionSignal about(String content, String submission) {
    return signal.about(content, DecisionSignal.answered(signal.question()), submission);
  }

  private DecisionOutcome sendUpdate(InvoiceRun run, DecisionSignal decision)
      throws InvoiceClientException {
    boolean wasUp = calls.connection().isUp();
    long sentAt = runs.now();
    try {
      InvoiceView after = update(run, decision);
      runs.decided(after, sentAt);
      return own.outcome(after);
    } catch (WorkflowNotFoundException e) {
      throw e;
    } catch (WorkflowUpdateException e) {
      return refused(e);
    } catch (Exception e) {
      noteLoss(e, wasUp);
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
    if (reason.equals(InvoiceWorkflow.NOT_AWAITED)) {
      return notAwaited();
    }
    Optional<Objection> objection = InvoiceWorkflow.objection(reason);
    return objection.isPresent()
        ? now(view -> OwnDecision.refused(objection.get(), view))
        : sendSignal(false);
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
    return now(own::notAwaited);
  }

  /**
   * @param workerIsSilent no worker answered a moment ago, so none is waited for again
   */
  private DecisionOutcome sendSignal(boolean workerIsSilent) throws InvoiceClientException {
    Optional<InvoiceView> found =
        workerIsSilent ? lookup.findRecorded(invoiceId) : lookup.find(invoiceId);
    return found.isPresent() ? sendSignal(found.get()) : new DecisionOutcome.NotFound();
  }

  /**
   * Signals exactly the run that was looked at, if this decision is awaited, and reads back whose
   * decision counts.
   */
  private DecisionOutcome sendSignal(InvoiceView before) throws InvoiceClientException {
    if (before.elsewhere().isPresent()) {
      return new DecisionOutcome.Elsewhere(before);
    }
    if (!before.awaitsDecision() || own.decided(before)) {
      return own.notAwaited(before);
    }
    DecisionSignal decision = about(before);
    if (decision.digest().isEmpty() && isContentUnknown(before)) {
      return new DecisionOutcome.ContentUnknown(before);
    }
    Optional<Objection> objection =
        before.snapshot().flatMap(known -> known.objectionTo(approve, decision));
    if (objection.isPresent()) {
      return OwnDecision.refused(objection.get(), before);
    }
    boolean isSilent = before.source() == Source.RECORD;
    try {
      return signal(before.run(), decision)
          ? readBack(before.run(), isSilent)
              .map(own::outcome)
              .orElseGet(() -> new DecisionOutcome.Unread(before.run()))
          : notAwaited();
    } catch (InvoiceClientException e) {
      if (e.isSignalLimit()) {
        return new DecisionOutcome.SignalLimit(before);
      }
      if (mayHaveArrived && e.reason() == Reason.UNREACHABLE) {
        return afterLoss(e.address(), readBack(before.run(), isSilent));
      }
      throw e;
    }
  }

  /** Whether the invoice that was looked at since tells what became of a decision. */
  private DecisionOutcome afterLoss(String address, Optional<InvoiceView> after) {
    return after
        .filter(view -> !view.awaitsDecision() || own.decided(view))
        .map(own::outcome)
        .orElseGet(() -> new DecisionOutcome.Uncertain(address, after));
  }

  /** A call that failed may have done its work all the same, if Temporal was there. */
  private void noteLoss(Throwable failure, boolean wasUp) {
    mayHaveArrived |=
        switch (InvoiceClientException.statusOf(failure)) {
          case DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE -> wasUp || calls.connection().isUp();
          default -> false;
        };
  }

  /**
   * @return false when the run has closed meanwhile and nothing was sent
   */
  private boolean signal(InvoiceRun run, DecisionSignal decision) throws InvoiceClientException {
    WorkflowStub workflow = run.stub(calls.connection().client());
    boolean wasUp = calls.connection().isUp();
    try {
      return calls.call(
          () -> {
            workflow.signal(name, decision);
            return true;
          });
    } catch (WorkflowNotFoundException e) {
      return false;
    } catch (InvoiceClientException e) {
      noteLoss(e, wasUp);
      throw e;
    }
  }

  /** The invoice after the decision was sent: failing to read it back must not look like a loss. */
  private Optional<InvoiceView> readBack(InvoiceRun run, boolean workerIsSilent) {
    try {
      WorkerQueries.Answer answer = workerIsSilent ? WorkerQueries.Answer.NONE : lookup.ask(run);
      return lookup.find(run, answer);
    } catch (InvoiceClientException e) {
      return Optional.empty();
    }
  }
}
