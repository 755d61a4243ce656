/**
 * MCP's stdio transport: one JSON-RPC message per line. A bad line gets an error and does not end
 * the session. This package knows nothing about invoices.
 */
package dev.invoices.server.stdio;
