/**
 * A ledger in PostgreSQL, for workers on several machines: how it is connected to, created, and
 * written by one process at a time, as an SQLite file is.
 */
package dev.invoices.ledger.postgres;
