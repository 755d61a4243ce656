/**
 * JSON with exact numbers, and a reader that finds every violation of an object at once. Knows no
 * invoice; imports only {@code text}.
 */
package dev.invoices.json;
