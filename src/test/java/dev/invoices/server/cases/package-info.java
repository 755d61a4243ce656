/** Invoices of others, line by line in files, each with what must come out. */
package dev.invoices.server.cases;
