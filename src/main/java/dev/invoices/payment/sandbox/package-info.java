/**
 * A payment provider for trying things out: it moves no real money but records every payment in a
 * durable ledger.
 *
 * <p>From the outside in: the {@code SandboxPaymentGateway} decides whether to pay; the {@code
 * Ledger} remembers what was paid; the {@code WriteQueue} writes waiting payments together; {@code
 * LedgerTransaction} and {@code RunningTotals} hold the SQL; the {@code LedgerFile} is the file;
 * {@code LedgerErrors} puts SQLite's errors into words.
 */
package dev.invoices.payment.sandbox;
