/**
 * MCP's stdio transport: one JSON-RPC message per line. A bad line gets an error and does not end
 * the session. This package knows nothing about invoices; of this project it imports only {@code
 * text}.
 */
package dev.invoices.server.stdio;
