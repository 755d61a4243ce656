package dev.invoices.payment;

import dev.invoices.invoice.Money;

/**
 * One payment to make.
 *
 * @param idempotencyKey the same for every attempt to pay the same line of the same invoice; a
 *     provider must never move money twice for one key
 * @param invoiceId the invoice
 * @param line the line's number, from 1
 * @param item what is paid for
 * @param amount the exact amount
 */
public record Payment(
    String idempotencyKey, String invoiceId, int line, String item, Money amount) {}
