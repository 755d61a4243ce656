/** Connecting to Temporal: the same for the server and the worker. */
package dev.invoices.temporal;
