/**
 * How an invoice is read: the rules of its fields, for the callers of today and for the runs that
 * an earlier version began.
 */
package dev.invoices.invoice.reading;
