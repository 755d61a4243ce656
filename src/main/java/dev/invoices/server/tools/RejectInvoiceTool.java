package dev.invoices.server.tools;

import dev.invoices.client.InvoiceView;
import dev.invoices.invoice.Decision;
import dev.invoices.text.Quote;

/** Rejects an invoice, so that nothing, or nothing more, is paid. */
public final class RejectInvoiceTool extends DecisionTool {

  private static final String HOW_TO_STOP =
      "To stop the payments that have not started, cancel (do not terminate) the workflow %s in the Temporal Web UI.";

  /**
   * @param shown what the person saw
   */
  public RejectInvoiceTool(ShownInvoices shown) {
    super(shown);
  }

  @Override
  public String name() {
    return "reject_invoice";
  }

  @Override
  public String title() {
    return "Reject an invoice";
  }

  @Override
  boolean approves() {
    return false;
  }

  @Override
  String noun() {
    return "rejection";
  }

  @Override
  ResultCode counted() {
    return ResultCode.REJECTED;
  }

  @Override
  String effect() {
    return "Rejects one invoice: nothing is paid, which cannot be undone. After a declined payment nothing more is paid.";
  }

  @Override
  String whilePaying(InvoiceView view) {
    boolean isBeingPaid = view.open() && view.decision().map(Decision::approved).orElse(false);
    return isBeingPaid ? HOW_TO_STOP.formatted(Quote.word(view.run().workflowId())) : "";
  }
}
