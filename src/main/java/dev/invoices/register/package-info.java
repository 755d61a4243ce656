/**
 * Which invoices were seen before, so that the same paper is not paid twice: what is recorded of
 * each and what is found. Knows no store; {@code register.ledger} is one.
 */
package dev.invoices.register;
