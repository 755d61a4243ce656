/** Standard error as both programs write to it: bounded, and never waited for. */
package dev.invoices.logging;
