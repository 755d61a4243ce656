/**
 * The payments in the ledger: one row for each round in which something is paid, written before
 * money moves.
 *
 * <p>From the outside in: the {@code ProviderPaymentGateway} pays through a provider; the {@code
 * PaymentLedger} says how a payment stands and writes what became of it, each in one transaction;
 * {@code DeclineReason} says why a payment is refused; {@code PaymentSearch}, {@code PaymentTable}
 * and {@code FenceTable} hold the SQL. {@code RecordedPayments} reads all for a list.
 */
package dev.invoices.payment.ledger;
