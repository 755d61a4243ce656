package dev.invoices.server.stdio;

import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;

/** A line that the server cannot handle, with the error response to send. */
final class InvalidMessageException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient ErrorResponse response;
  private final boolean reply;

  private InvalidMessageException(ErrorResponse response, boolean reply) {
    super(response.error().message());
    this.response = response;
    this.reply = reply;
  }

  private InvalidMessageException(ErrorResponse response) {
    this(response, false);
  }

  /** The line is not JSON, so nothing in it can be trusted, not even its id. */
  static InvalidMessageException notJson(String sentence) {
    return new InvalidMessageException(ErrorResponse.of(null, ErrorCodes.PARSE_ERROR, sentence));
  }

  /**
   * The line is JSON but breaks a rule of JSON-RPC, MCP or this transport.
   *
   * @param id the id of the request, or null if it has no valid id
   */
  static InvalidMessageException invalid(Object id, String sentence) {
    return new InvalidMessageException(ErrorResponse.of(id, ErrorCodes.INVALID_REQUEST, sentence));
  }

  /**
   * The message may be valid, but the server failed to handle it.
   *
   * @param id the id of the request, or null if it has no valid id
   */
  static InvalidMessageException unserved(Object id, String sentence) {
    return new InvalidMessageException(ErrorResponse.of(id, ErrorCodes.INTERNAL_ERROR, sentence));
  }

  /** The same of a message that was meant as the reply to a request of the server. */
  InvalidMessageException ofReply() {
    return new InvalidMessageException(response, true);
  }

  /** Whether the message was meant as the reply to a request of the server. */
  boolean isReply() {
    return reply;
  }

  /** What to send to the client. */
  ErrorResponse response() {
    return response;
  }
}
