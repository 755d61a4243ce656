package dev.invoices.server.tools;

import dev.invoices.client.InvoiceView;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.text.Quote;

/** The two decisions that a person can make, in the words of the tools. */
public enum DecisionKind {
  /** To pay. */
  APPROVAL(
      "approve_invoice",
      "Approve an invoice",
      "Approves one invoice: its lines are paid, which cannot be undone. After a declined payment it tries the unpaid lines again.",
      "approval",
      "approved",
      ResultCode.APPROVED),
  /** Not to pay. */
  REJECTION(
      "reject_invoice",
      "Reject an invoice",
      "Rejects one invoice: nothing is paid, which cannot be undone. After a declined payment nothing more is paid.",
      "rejection",
      "rejected",
      ResultCode.REJECTED);

  private static final String HOW_TO_STOP =
      "To stop the payments that have not started, cancel (do not terminate) the workflow %s in the Temporal Web UI.";

  private final String toolName;
  private final String title;
  private final String effect;
  private final String noun;
  private final String participle;
  private final ResultCode counted;

  DecisionKind(
      String toolName,
      String title,
      String effect,
      String noun,
      String participle,
      ResultCode counted) {
    this.toolName = toolName;
    this.title = title;
    this.effect = effect;
    this.noun = noun;
    this.participle = participle;
    this.counted = counted;
  }

  /** The one that pays, or the one that does not. */
  public static DecisionKind of(boolean approves) {
    return approves ? APPROVAL : REJECTION;
  }

  /** Whether it pays. */
  public boolean approves() {
    return this == APPROVAL;
  }

  /** The tool that asks for it. */
  String toolName() {
    return toolName;
  }

  /** The tool's title, for people. */
  String title() {
    return title;
  }

  /** What the tool does, for models. */
  String effect() {
    return effect;
  }

  /** What is sent, in the tutorial's word. */
  String noun() {
    return noun;
  }

  /** What the invoice then is. */
  String participle() {
    return participle;
  }

  /** The code of a decision that counts. */
  ResultCode counted() {
    return counted;
  }

  /** What else a person can do who wanted this while the invoice is being paid; may be empty. */
  String whilePaying(InvoiceView view) {
    boolean isBeingPaid = view.open() && view.decision().map(Decision::approved).orElse(false);
    return isBeingPaid && !approves()
        ? HOW_TO_STOP.formatted(Quote.word(view.run().workflowId()))
        : "";
  }
}
