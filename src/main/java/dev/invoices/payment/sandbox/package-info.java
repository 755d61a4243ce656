/**
 * A payment provider for trying things out: it moves no real money but records every payment in the
 * ledger.
 *
 * <p>From the outside in: the {@code SandboxPaymentGateway} decides whether to pay; {@code
 * DeclineReason} says why not; {@code PaymentTable}, {@code FenceTable} and {@code RunningTotals}
 * hold the SQL.
 */
package dev.invoices.payment.sandbox;
