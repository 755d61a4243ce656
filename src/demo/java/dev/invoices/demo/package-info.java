/** {@code mvn -q -Pdemo}: runs the whole job with the packaged jars; start reading at Demo. */
package dev.invoices.demo;
