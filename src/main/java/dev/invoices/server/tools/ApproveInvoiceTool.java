package dev.invoices.server.tools;

import dev.invoices.client.InvoiceView;

/** Approves an invoice, which pays its lines. */
public final class ApproveInvoiceTool extends DecisionTool {

  /**
   * @param shown what the person saw
   */
  public ApproveInvoiceTool(ShownInvoices shown) {
    super(shown);
  }

  @Override
  public String name() {
    return "approve_invoice";
  }

  @Override
  public String title() {
    return "Approve an invoice";
  }

  @Override
  boolean approves() {
    return true;
  }

  @Override
  String noun() {
    return "approval";
  }

  @Override
  ResultCode counted() {
    return ResultCode.APPROVED;
  }

  @Override
  String effect() {
    return "Approves one invoice: its lines are paid, which cannot be undone. After a declined payment it tries the unpaid lines again.";
  }

  @Override
  String whilePaying(InvoiceView view) {
    return "";
  }
}
