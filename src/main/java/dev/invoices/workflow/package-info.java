/**
 * The workflow of one invoice. Read {@link dev.invoices.workflow.InvoiceWorkflow} first: it is the
 * contract that clients rely on, with {@link dev.invoices.workflow.InvoiceMemo} and {@link
 * dev.invoices.workflow.WebUiTexts} beside it; the rest runs in the worker alone. Imports {@code
 * invoice}, {@code temporal}, {@code json}, {@code text} and the activity.
 */
package dev.invoices.workflow;
