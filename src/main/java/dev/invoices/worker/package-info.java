/** The worker: the process that runs workflows and activities. */
package dev.invoices.worker;
