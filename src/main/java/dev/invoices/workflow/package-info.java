/**
 * What the worker runs: the workflow of one invoice and the activity that pays one line. {@link
 * dev.invoices.workflow.InvoiceWorkflow} is the contract that clients rely on; read it first.
 */
package dev.invoices.workflow;
