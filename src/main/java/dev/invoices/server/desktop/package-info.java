/**
 * What Claude Desktop needs to start the server: the printed entry for its configuration, the
 * Temporal settings in it, and the path of Java.
 */
package dev.invoices.server.desktop;
