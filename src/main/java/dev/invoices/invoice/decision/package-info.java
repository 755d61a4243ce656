/**
 * What a person decides about an invoice, how it travels, and why it may not count. The invoice
 * itself knows its decisions; they know nothing of it.
 */
package dev.invoices.invoice.decision;
