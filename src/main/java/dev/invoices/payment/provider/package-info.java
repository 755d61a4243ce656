/**
 * The seam to a service of others that moves money: what it is asked, and what it can answer. The
 * ledger writes a round before it is sent; see {@code payment.ledger}.
 */
package dev.invoices.payment.provider;
