/** The real parts around the product, for the demo and for tests: a Temporal, the packaged jars. */
package dev.invoices.testkit;
