/**
 * A payment provider for trying things out: it moves no real money but records every payment in the
 * ledger.
 *
 * <p>{@code SandboxPaymentGateway} decides whether to pay, and {@code RunningTotals} adds up what
 * was paid before. The payments themselves are the business of {@code payment.ledger}.
 */
package dev.invoices.payment.sandbox;
