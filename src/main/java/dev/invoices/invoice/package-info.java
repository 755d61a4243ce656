/**
 * What an invoice is: the values that travel between the tools, the workflow and the payment, and
 * the rules that make them valid. Knows neither Temporal nor MCP; imports only {@code json} and
 * {@code text}.
 */
package dev.invoices.invoice;
