/** {@code mvn -q -Pdemo}: plays the whole job with the packaged jars; start reading at Demo. */
package dev.invoices.demo;
