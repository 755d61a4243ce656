/** How money moves: the seam to a payment provider. Knows neither Temporal nor MCP. */
package dev.invoices.payment;
