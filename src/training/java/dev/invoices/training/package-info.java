/** What the build runs with its own jars to make their class-data archives. */
package dev.invoices.training;
