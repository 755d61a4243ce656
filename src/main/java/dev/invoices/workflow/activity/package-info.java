/**
 * The activity that pays one line of an invoice: the only place where the workflow meets the
 * outside world. Imports {@code payment}, {@code invoice} and {@code text}, and nothing of the
 * workflow.
 */
package dev.invoices.workflow.activity;
