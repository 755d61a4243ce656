/** What single events of a history prove, one after the other. */
package dev.invoices.client.history;
