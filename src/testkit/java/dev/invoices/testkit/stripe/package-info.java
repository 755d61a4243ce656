/**
 * A stand-in of Stripe for tests: it keeps transfers, balances and idempotency keys as Stripe's
 * documents say, fails on command, and counts what was paid.
 */
package dev.invoices.testkit.stripe;
