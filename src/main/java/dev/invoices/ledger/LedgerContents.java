package dev.invoices.ledger;

/**
 * What a look at a ledger finds.
 *
 * @param isCurrent whether it is in the present form; else a worker brings it there when it starts
 * @param payments how many it holds
 */
public record LedgerContents(boolean isCurrent, long payments) {}
