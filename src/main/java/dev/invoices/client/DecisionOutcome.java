package dev.invoices.client;

import dev.invoices.client.record.InvoiceRun;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.Objection;
import java.util.Optional;

/** What came of deciding about an invoice. */
public sealed interface DecisionOutcome {

  /**
   * Why a person is not to be asked about an invoice now.
   *
   * @param found the invoice, if there is one
   * @return empty when it awaits a decision and its content is known
   */
  static Optional<DecisionOutcome> obstacle(Optional<InvoiceView> found) {
    if (found.isEmpty()) {
      return Optional.of(new NotFound());
    }
    InvoiceView view = found.get();
    if (view.elsewhere().isPresent()) {
      return Optional.of(new Elsewhere(view));
    }
    if (!view.awaitsDecision()) {
      return Optional.of(new NotAwaited(view));
    }
    return view.snapshot().isEmpty() ? Optional.of(new ContentUnknown(view)) : Optional.empty();
  }

  /** There is no invoice under this id. */
  record NotFound() implements DecisionOutcome {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.notFound(this);
    }
  }

  /** Its workflow is on another task queue than this server's; nothing was sent. */
  record Elsewhere(InvoiceView view) implements DecisionOutcome {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.elsewhere(this);
    }
  }

  /** What the invoice says is not known, as its caveat explains; nothing was sent. */
  record ContentUnknown(InvoiceView view) implements DecisionOutcome {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.contentUnknown(this);
    }
  }

  /** No decision is awaited, because one was made or the invoice has ended; nothing was sent. */
  record NotAwaited(InvoiceView view) implements DecisionOutcome {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.notAwaited(this);
    }
  }

  /** It is about other content than the invoice has now; nothing was sent. */
  record Changed(InvoiceView view) implements DecisionOutcome {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.changed(this);
    }
  }

  /**
   * The invoice may be a duplicate, and the person has not said that it is none; nothing was sent,
   * or what was sent does not count.
   */
  record PossibleDuplicate(InvoiceView view) implements DecisionOutcome {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.possibleDuplicate(this);
    }
  }

  /**
   * It answers an earlier question, and another one is open: the payments that were approved were
   * declined meanwhile, the invoice was submitted again, or the workflow was reset. Nothing was
   * sent, or what was sent does not count.
   *
   * @param why the objection to it
   */
  record AskedAnew(InvoiceView view, Objection why) implements DecisionOutcome {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.askedAnew(this);
    }
  }

  /** It was sent and it counts. */
  record Counted(InvoiceView view) implements DecisionOutcome {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.counted(this);
    }
  }

  /**
   * It was sent, but came too late and is ignored.
   *
   * @param winner the decision that counts; empty when the deadline was first
   */
  record Ignored(InvoiceView view, Optional<Decision> winner) implements DecisionOutcome {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.ignored(this);
    }
  }

  /** It was sent and is safe in Temporal; no worker of ours has confirmed it yet. */
  record Unconfirmed(InvoiceView view) implements DecisionOutcome {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unconfirmed(this);
    }
  }

  /** It was sent and is safe in Temporal; the invoice could not be looked at afterwards. */
  record Unread(InvoiceRun run) implements DecisionOutcome {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unread(this);
    }
  }

  /**
   * It was sent, and Temporal has not confirmed that it arrived; it may have.
   *
   * @param address host and port of Temporal
   * @param view the invoice afterwards, which has no decision yet; empty when it could not be
   *     looked at
   */
  record Uncertain(String address, Optional<InvoiceView> view) implements DecisionOutcome {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.uncertain(this);
    }
  }

  /** No worker takes it, and the workflow takes no further signal; nothing was sent. */
  record SignalLimit(InvoiceView view) implements DecisionOutcome {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.signalLimit(this);
    }
  }

  /** Calls the method for this kind. */
  <R> R accept(Visitor<R> visitor);

  /**
   * One method for each kind, so that none is forgotten.
   *
   * @param <R> what is made of them
   */
  interface Visitor<R> {
    R notFound(NotFound outcome);

    R elsewhere(Elsewhere outcome);

    R contentUnknown(ContentUnknown outcome);

    R notAwaited(NotAwaited outcome);

    R changed(Changed outcome);

    R possibleDuplicate(PossibleDuplicate outcome);

    R askedAnew(AskedAnew outcome);

    R counted(Counted outcome);

    R ignored(Ignored outcome);

    R unconfirmed(Unconfirmed outcome);

    R unread(Unread outcome);

    R uncertain(Uncertain outcome);

    R signalLimit(SignalLimit outcome);
  }
}
