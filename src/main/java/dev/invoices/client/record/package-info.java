/**
 * What Temporal itself knows of invoices, whether or not any worker is there: the description of a
 * run, its history, and the list of those that are open; and the calls that ask for it.
 */
package dev.invoices.client.record;
