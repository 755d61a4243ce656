package dev.invoices.payment.sandbox;

import dev.invoices.invoice.Money;
import dev.invoices.payment.Receipt;

/**
 * A payment as the ledger recorded it.
 *
 * @param item what was paid for
 * @param amount exact
 * @param receipt the proof that the first caller got
 */
record LedgerEntry(String item, Money amount, Receipt receipt) {}
