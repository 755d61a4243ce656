/**
 * What an invoice is: the values that travel between the tools, the workflow and the payment, and
 * the rules that make them valid. Knows neither Temporal nor MCP.
 */
package dev.invoices.invoice;
