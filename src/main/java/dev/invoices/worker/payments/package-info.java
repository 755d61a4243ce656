/** The payments of a ledger, printed for a person or a spreadsheet. */
package dev.invoices.worker.payments;
