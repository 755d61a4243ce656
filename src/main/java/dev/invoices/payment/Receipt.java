package dev.invoices.payment;

import java.time.Instant;

/**
 * The proof that a payment was made.
 *
 * @param id the provider's own identifier
 * @param paidAt when the money moved: at the first attempt that succeeded, not when it was repeated
 * @param earlier whether it was made for another {@linkplain Payment#submission submission} than
 *     the one that asks; false where either is unknown
 */
public record Receipt(String id, Instant paidAt, boolean earlier) {}
