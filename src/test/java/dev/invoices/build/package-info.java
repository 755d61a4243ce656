/** What the build hands over beside the classes: licences, and the worker's argument file. */
package dev.invoices.build;
