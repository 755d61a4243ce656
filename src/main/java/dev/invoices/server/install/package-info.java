/**
 * The entry of this server in Claude Desktop's configuration: put in, brought up to date, taken
 * out.
 */
package dev.invoices.server.install;
