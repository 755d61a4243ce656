/** Invoices in words: what a person wants to know about one, or about all that are open. */
package dev.invoices.server.tools.wording;
