package dev.invoices.crash;

import java.math.BigDecimal;

/** One payment as it stands in the ledger. */
record LedgerRow(int line, BigDecimal amount, String receipt) {}
