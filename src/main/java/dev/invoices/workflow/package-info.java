/**
 * The workflow of one invoice. Read {@link dev.invoices.workflow.InvoiceWorkflow} first: it is the
 * contract that clients rely on, the rest runs in the worker alone.
 */
package dev.invoices.workflow;
