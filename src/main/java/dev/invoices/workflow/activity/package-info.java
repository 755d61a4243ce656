/**
 * The activities: one pays, the others use the register of invoices. The only place where the
 * workflow meets the outside world. Imports {@code payment}, {@code register}, {@code invoice} and
 * {@code text}, and nothing of the workflow.
 */
package dev.invoices.workflow.activity;
