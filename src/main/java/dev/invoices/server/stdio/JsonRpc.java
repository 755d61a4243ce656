package dev.invoices.server.stdio;

import dev.invoices.json.NotJsonException;
import dev.invoices.json.StrictJson;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts the messages of JSON-RPC 2.0 that MCP allows, and refuses everything else.
 *
 * <p>The SDK's {@code McpSchema.deserializeJsonRpcMessage} (2.1.0) does not do that: it overlooks a
 * wrong {@code jsonrpc}, reports a bad id with an exception full of class names, and reads floats
 * as {@code double}.
 */
final class JsonRpc {

  /** The method with which either side cancels a request; the SDK (2.1.0) does not know it. */
  static final String CANCELLED = "notifications/cancelled";

  private static final Logger log = LoggerFactory.getLogger(JsonRpc.class);

  private JsonRpc() {}

  /**
   * Reads one message.
   *
   * @param line UTF-8, without the newline
   * @return a request, notification or response; empty when nothing is asked, which is a blank line
   *     or a notification that breaks a rule
   * @throws InvalidMessageException if the line is not a message
   */
  static Optional<JSONRPCMessage> parse(byte[] line) throws InvalidMessageException {
    String text = text(line);
    return text.isBlank() ? Optional.empty() : message(document(text));
  }

  /** Cancels a request that was sent to the client. */
  static JSONRPCNotification cancellation(Object requestId) {
    return new JSONRPCNotification(
        CANCELLED,
        Map.of("requestId", requestId, "reason", "The answer would come too late to count."));
  }

  /** Some programs on Windows put a byte order mark before what they write. */
  private static String text(byte[] line) throws InvalidMessageException {
    return StrictJson.withoutMark(decoded(line));
  }

  private static String decoded(byte[] line) throws InvalidMessageException {
    try {
      // Unlike new String(..), a new decoder reports bad bytes instead of replacing them.
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      throw InvalidMessageException.notJson("The line is not valid UTF-8.");
    }
  }

  private static Optional<JSONRPCMessage> message(StrictJson.Document document)
      throws InvalidMessageException {
    if (document.value() instanceof List) {
      throw InvalidMessageException.invalid(
          null, "Batches are not supported. Send each message on its own line.");
    }
    if (!(document.value() instanceof Map<?, ?> members)) {
      throw InvalidMessageException.invalid(null, "A message must be a JSON object.");
    }
    try {
      return Optional.of(message(members, document.violation()));
    } catch (InvalidMessageException e) {
      if (isNotification(members)) {
        log.warn("A notification was ignored: {}", e.getMessage());
        return Optional.empty();
      }
      throw members.containsKey("method") ? e : e.ofReply();
    }
  }

  /** JSON-RPC 2.0, section 4.1: a notification gets no response, not even an error. */
  private static boolean isNotification(Map<?, ?> members) {
    return McpSchema.JSONRPC_VERSION.equals(members.get("jsonrpc"))
        && members.get("method") instanceof String
        && !members.containsKey("id");
  }

  private static JSONRPCMessage message(Map<?, ?> members, Optional<String> violation)
      throws InvalidMessageException {
    Object id = id(members.get("id")).orElse(null);
    if (violation.isPresent()) {
      throw InvalidMessageException.invalid(id, violation.get());
    }
    if (!McpSchema.JSONRPC_VERSION.equals(members.get("jsonrpc"))) {
      throw InvalidMessageException.invalid(id, "A message must have \"jsonrpc\": \"2.0\".");
    }
    return members.containsKey("method") ? call(id, members) : response(id, members);
  }

  private static StrictJson.Document document(String text) throws InvalidMessageException {
    try {
      return StrictJson.read(text);
    } catch (NotJsonException e) {
      throw e.isTooDeep()
          ? InvalidMessageException.invalid(null, "The message " + e.getMessage() + ".")
          : InvalidMessageException.notJson(
              "The line %s. Each line must contain one JSON-RPC message."
                  .formatted(e.getMessage()));
    }
  }

  /**
   * The id in the form in which it is compared and sent back, if MCP allows it.
   *
   * @return a string, or a {@code Long} for an integer within 64 bits
   */
  static Optional<Object> id(Object value) {
    if (value instanceof String || value instanceof Long) {
      return Optional.of(value);
    }
    return value instanceof Integer number ? Optional.of(number.longValue()) : Optional.empty();
  }

  private static JSONRPCMessage call(Object id, Map<?, ?> members) throws InvalidMessageException {
    if (!(members.get("method") instanceof String method)) {
      throw InvalidMessageException.invalid(id, "The method must be a string.");
    }
    // Some clients write null for params that are left out.
    Object params = members.get("params");
    if (params != null && !(params instanceof Map || params instanceof List)) {
      throw InvalidMessageException.invalid(
          id, "The params must be an object or an array. Leave them out if there are none.");
    }
    if (!members.containsKey("id")) {
      return new JSONRPCNotification(method, params);
    }
    if (id == null) {
      throw InvalidMessageException.invalid(null, badId(members.get("id")));
    }
    return new JSONRPCRequest(method, id, params);
  }

  private static String badId(Object id) {
    return id instanceof BigInteger
        ? "An integer id must fit into 64 bits."
        : "The id of a request must be a string or an integer.";
  }

  private static JSONRPCMessage response(Object id, Map<?, ?> members)
      throws InvalidMessageException {
    if (id != null && !members.containsKey("error") && members.get("result") instanceof Map<?, ?>) {
      return JSONRPCResponse.result(id, members.get("result"));
    }
    if (id != null
        && !members.containsKey("result")
        && members.get("error") instanceof Map<?, ?> error
        && error.get("code") instanceof Integer code
        && error.get("message") instanceof String message) {
      return JSONRPCResponse.error(id, new JSONRPCError(code, message, error.get("data")));
    }
    throw InvalidMessageException.invalid(
        id, "A message must be a request, a notification, or a response to a request.");
  }
}
