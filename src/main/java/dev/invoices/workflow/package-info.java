/**
 * The workflow of one invoice. Read {@link dev.invoices.workflow.InvoiceWorkflow} first: it is the
 * contract that clients rely on, the rest runs in the worker alone. Imports {@code invoice}, {@code
 * register}, {@code temporal}, {@code json}, {@code text}, the activities and what is displayed.
 */
package dev.invoices.workflow;
