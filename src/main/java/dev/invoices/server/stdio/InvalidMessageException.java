package dev.invoices.server.stdio;

import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;

/** A line that is no message the server can serve, together with the answer it deserves. */
final class InvalidMessageException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient ErrorResponse response;

  private InvalidMessageException(ErrorResponse response) {
    super(response.error().message());
    this.response = response;
  }

  /** The line is not JSON at all, so nothing in it can be trusted, its id included. */
  static InvalidMessageException notJson(String sentence) {
    return new InvalidMessageException(ErrorResponse.of(null, ErrorCodes.PARSE_ERROR, sentence));
  }

  /**
   * The line is JSON, but breaks a rule of JSON-RPC, of MCP or of this transport.
   *
   * @param id the id of the request, or null when it has no valid one
   */
  static InvalidMessageException invalid(Object id, String sentence) {
    return new InvalidMessageException(ErrorResponse.of(id, ErrorCodes.INVALID_REQUEST, sentence));
  }

  /** The message may be fine, but the server does not manage to serve it. */
  static InvalidMessageException unserved(Object id, String sentence) {
    return new InvalidMessageException(ErrorResponse.of(id, ErrorCodes.INTERNAL_ERROR, sentence));
  }

  ErrorResponse response() {
    return response;
  }
}
