/** The register of invoices in the ledger's file, beside the payments. */
package dev.invoices.register.sqlite;
