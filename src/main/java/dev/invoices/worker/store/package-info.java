/** Where the worker keeps its ledger: in a file or in PostgreSQL, as the setting says. */
package dev.invoices.worker.store;
