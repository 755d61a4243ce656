/**
 * The activities: they pay, find what was paid, and use the register of invoices. The only place
 * where the workflow meets the outside world. Imports {@code payment}, {@code register}, {@code
 * temporal}, {@code invoice} with its reading, {@code json} and {@code text}, and nothing of the
 * workflow.
 */
package dev.invoices.workflow.activity;
