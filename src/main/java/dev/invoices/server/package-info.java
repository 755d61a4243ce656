/**
 * The process that an MCP client such as Claude Desktop launches: four tools over standard input
 * and output, answered with the help of Temporal.
 */
package dev.invoices.server;
