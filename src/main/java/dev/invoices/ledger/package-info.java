/**
 * The ledger's SQLite file: how it is opened, brought to its present form, and written safely by
 * several processes. Knows neither payments nor the register; each of them has its tables in it.
 */
package dev.invoices.ledger;
