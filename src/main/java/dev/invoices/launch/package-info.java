/** How Java starts one of the jars: which jar this is, its class archive, the options for Java. */
package dev.invoices.launch;
