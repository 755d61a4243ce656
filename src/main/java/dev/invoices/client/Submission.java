package dev.invoices.client;

import dev.invoices.client.record.InvoiceRun;
import java.util.Optional;

/** What came of submitting an invoice. */
public sealed interface Submission {

  /**
   * Its workflow was started.
   *
   * @param run the new run
   * @param view what was submitted, when the invoice could not be looked at afterwards; it is safe
   *     in Temporal
   */
  record Started(InvoiceRun run, InvoiceView view) implements Submission {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.started(this);
    }
  }

  /** The same invoice is open already; nothing was started. */
  record AlreadyOpen(InvoiceView view) implements Submission {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.alreadyOpen(this);
    }
  }

  /** An invoice with other content is open under its id; nothing was started. */
  record IdInUse(InvoiceView view) implements Submission {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.idInUse(this);
    }
  }

  /** A workflow of another task queue has its id; nothing was started. */
  record Elsewhere(InvoiceView view) implements Submission {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.elsewhere(this);
    }
  }

  /**
   * An invoice under its id has ended and was or may have been paid; nothing was started.
   *
   * @param view empty when Temporal forgot it in this moment
   */
  record AlreadyClosed(Optional<InvoiceView> view) implements Submission {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.alreadyClosed(this);
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
    R started(Started submission);

    R alreadyOpen(AlreadyOpen submission);

    R idInUse(IdInUse submission);

    R elsewhere(Elsewhere submission);

    R alreadyClosed(AlreadyClosed submission);
  }
}
