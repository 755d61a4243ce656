/** The register of invoices in the ledger, beside the payments. */
package dev.invoices.register.ledger;
