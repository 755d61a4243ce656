/**
 * The card in which a person sees an invoice and decides about it: an MCP App, for clients that
 * show such.
 */
package dev.invoices.server.card;
