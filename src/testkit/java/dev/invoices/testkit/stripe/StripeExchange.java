package dev.invoices.testkit.stripe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads requests and writes answers of the stand-in. */
final class StripeExchange {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NO_BODY = -1;

  private StripeExchange() {}

  static boolean isAuthorized(HttpExchange exchange) {
    return ("Bearer " + StripeStandIn.KEY)
        .equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  static Map<String, String> query(HttpExchange exchange) {
    return fields(exchange.getRequestURI().getRawQuery());
  }

  static Map<String, String> form(HttpExchange exchange) throws IOException {
    return fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static Map<String, String> fields(String encoded) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (encoded != null && !encoded.isEmpty()) {
      for (String field : encoded.split("&")) {
        String[] parts = field.split("=", 2);
        fields.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  static void answer(HttpExchange exchange, StripeAnswer answer) throws IOException {
    byte[] body = head(exchange, answer);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? NO_BODY : body.length);
    exchange.getResponseBody().write(body);
  }

  /** The first half of an answer, in which the connection is then cut. */
  static void half(HttpExchange exchange, StripeAnswer answer) throws IOException {
    byte[] body = head(exchange, answer);
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body, 0, body.length / 2);
    exchange.getResponseBody().flush();
  }

  private static byte[] head(HttpExchange exchange, StripeAnswer answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    return JSON.writeValueAsBytes(answer.body());
  }
}
