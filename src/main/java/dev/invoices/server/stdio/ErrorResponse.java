package dev.invoices.server.stdio;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;

/**
 * A JSON-RPC error response.
 *
 * <p>The SDK's own {@link McpSchema.JSONRPCResponse} refuses to be built without an id, but
 * JSON-RPC 2.0, section 5, asks for an explicit {@code "id": null} when the id of the bad message
 * is not known.
 *
 * @param id the id of the request that failed: a string, a {@code Long}, or null when unknown
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonPropertyOrder({"jsonrpc", "id", "error"})
record ErrorResponse(String jsonrpc, Object id, JSONRPCError error) {

  /**
   * An error response.
   *
   * @param code one of {@link McpSchema.ErrorCodes}
   * @param message for a person, in one or two sentences
   */
  static ErrorResponse of(Object id, int code, String message) {
    return new ErrorResponse(McpSchema.JSONRPC_VERSION, id, new JSONRPCError(code, message));
  }
}
