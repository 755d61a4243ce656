/** How fast the product is, beside what the platform allows: {@code mvn -q -Pbenchmark}. */
package dev.invoices.benchmark;
