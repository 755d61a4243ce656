/**
 * How money moves: what the workflow asks of a payment provider. Knows neither Temporal nor MCP.
 */
package dev.invoices.payment;
