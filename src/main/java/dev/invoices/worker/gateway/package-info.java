/** Which gateway pays: what {@code INVOICE_GATEWAY} chooses. */
package dev.invoices.worker.gateway;
