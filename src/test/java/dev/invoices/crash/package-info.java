/**
 * Real processes, really killed, on the real Temporal server: nothing is lost and nothing is paid
 * twice. {@code -Dsuite=full} kills more often than the default, {@code short}.
 */
package dev.invoices.crash;
