/**
 * The connection to Temporal, its settings and its data converter, the same for the server and the
 * worker. Knows no workflow; imports only {@code json} and {@code text}.
 */
package dev.invoices.temporal;
