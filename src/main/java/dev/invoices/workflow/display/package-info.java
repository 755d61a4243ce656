/**
 * What people and clients without a worker see of a workflow: its memo, and its texts for the Web
 * UI. Imports {@code invoice}, {@code json} and {@code text}.
 */
package dev.invoices.workflow.display;
