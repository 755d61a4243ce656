/**
 * Pays through Stripe: an approved payment is a transfer from the operator's balance to the account
 * of the vendor.
 *
 * <p>From the outside in: the {@code StripeProvider} is what the ledger calls; {@code
 * StripeSettings} and {@code PayeesFile} say with which key and to whom; {@code Transfer} is what
 * is sent, {@code StripeApi} sends it, and {@code AnswerTable} says what an answer means.
 */
package dev.invoices.payment.stripe;
