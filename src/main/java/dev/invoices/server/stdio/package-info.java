/**
 * MCP's stdio transport: one JSON-RPC message a line, whatever comes down the line. Knows nothing
 * of invoices.
 */
package dev.invoices.server.stdio;
