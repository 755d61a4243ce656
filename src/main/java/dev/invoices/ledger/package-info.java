/**
 * The ledger of a namespace: its transactions, and what a store of it must do. Knows neither
 * payments nor the register; each of them has its tables in it.
 */
package dev.invoices.ledger;
