/**
 * The ledger of a namespace: its transactions, and what a store of it must do. Of the payments it
 * knows how many there are and who made them, and of the register nothing; each of the two has its
 * tables in it.
 */
package dev.invoices.ledger;
