/**
 * {@code --check} of the server: whether it can work on this machine, as a table. It looks at what
 * the server needs, at the worker, and at the entry in Claude Desktop's configuration.
 */
package dev.invoices.server.check;
