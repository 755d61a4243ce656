/**
 * A ledger in an SQLite file, for workers on one machine: how the file is opened, brought to its
 * present form, and written safely by several processes.
 */
package dev.invoices.ledger.sqlite;
