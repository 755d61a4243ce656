/** What the build plays with its own jars to make their class-data archives. */
package dev.invoices.training;
