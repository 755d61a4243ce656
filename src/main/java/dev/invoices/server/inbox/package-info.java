/** The invoices that wait for a person, at a terminal: to read, to approve and to reject. */
package dev.invoices.server.inbox;
