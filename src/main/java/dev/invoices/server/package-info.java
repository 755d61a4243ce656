/**
 * The MCP server: the process that an MCP client such as Claude Desktop starts. It offers four
 * tools over standard input and output and passes their calls on to Temporal.
 */
package dev.invoices.server;
