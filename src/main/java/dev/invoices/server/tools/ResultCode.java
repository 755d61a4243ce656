package dev.invoices.server.tools;

/** The outcome of a tool call, for machines: the {@code code} of every structured result. */
public enum ResultCode {
  /** The invoice was submitted; a person has to decide. */
  STARTED,
  /** The same invoice was submitted before and is still open; nothing was started. */
  ALREADY_OPEN,
  /** The approval was sent and counts. */
  APPROVED,
  /** The rejection was sent and counts. */
  REJECTED,
  /** The decision was sent and is durable, but no worker has confirmed it yet. */
  SENT,
  /** A person was asked and has not decided; nothing was changed. */
  UNDECIDED,
  /** Only a person may decide, and none can be asked from here; nothing was changed. */
  NEEDS_PERSON,
  /** The status was read. */
  STATUS,
  /** The open invoices were listed. */
  LIST,

  /** Error: the arguments are invalid; {@code faults} says where. */
  INVALID_INPUT(true),
  /** Error: a form about the invoice, or too many about others, are open; nothing was changed. */
  FORM_OPEN(true),
  /** Error: there is no such invoice. */
  NOT_FOUND(true),
  /** Error: a decision was made before; nothing was changed. */
  ALREADY_DECIDED(true),
  /** Error: the invoice has ended; nothing was changed. */
  ALREADY_CLOSED(true),
  /**
   * Error: the invoice has other content than the person was shown; the decision does not count.
   */
  CHANGED(true),
  /**
   * Error: the decision answers an earlier question, and another one is open; it does not count.
   */
  ASKED_ANEW(true),
  /** Error: the invoice may be a duplicate, and the person has not said that it is none. */
  POSSIBLE_DUPLICATE(true),
  /** Error: another invoice is open under this id; nothing was changed. */
  ID_IN_USE(true),
  /** Error: the workflow under this id is not an invoice. */
  NOT_AN_INVOICE(true),
  /** Error: the workflow under this id is on another task queue; nothing was sent or started. */
  OTHER_TASK_QUEUE(true),
  /** Error: this Temporal cannot list workflows. */
  CANNOT_LIST(true),
  /**
   * Error: no worker answers, and Temporal alone does not know the status, or what the invoice says
   * that was to be decided about.
   */
  NO_WORKER(true),
  /** Error: Temporal takes no more signals for the invoice; nothing was sent. */
  SIGNAL_LIMIT(true),
  /** Error: Temporal does not answer, or not in time. */
  TEMPORAL_UNREACHABLE(true),
  /** Error: Temporal answers but refuses the namespace or the credentials. */
  TEMPORAL_REFUSED(true),
  /** Error: an error of this server; its log says more. */
  INTERNAL_ERROR(true);

  private final boolean error;

  ResultCode() {
    this(false);
  }

  ResultCode(boolean error) {
    this.error = error;
  }

  /** Whether the tool result is marked as an error. */
  public boolean isError() {
    return error;
  }
}
