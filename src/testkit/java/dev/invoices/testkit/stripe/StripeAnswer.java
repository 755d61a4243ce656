package dev.invoices.testkit.stripe;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer of the stand-in.
 *
 * @param headers besides those of every answer
 * @param body to be written as JSON
 */
record StripeAnswer(int status, Map<String, String> headers, Object body) {

  static StripeAnswer ok(Object body) {
    return new StripeAnswer(200, Map.of(), body);
  }

  /** An error as Stripe writes it; parts that are empty are left out. */
  static StripeAnswer error(int status, String type, String code, String param, String message) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("type", type);
    put(error, "code", code);
    put(error, "param", param);
    error.put("message", message);
    return new StripeAnswer(status, Map.of(), Map.of("error", error));
  }

  private static void put(Map<String, Object> error, String name, String value) {
    if (!value.isEmpty()) {
      error.put(name, value);
    }
  }

  static StripeAnswer unauthorized() {
    return error(
        401, "invalid_request_error", "", "", "Invalid API Key provided: rk_test_****6789");
  }

  static StripeAnswer rateLimited() {
    return error(429, "invalid_request_error", "rate_limit", "", "Request rate limit exceeded.")
        .with("Retry-After", "1");
  }

  static StripeAnswer internalError() {
    return error(500, "api_error", "", "", "An unknown error occurred. We have been notified.")
        .with("Stripe-Should-Retry", "false");
  }

  static StripeAnswer unknownAddress(String path) {
    return error(
        404, "invalid_request_error", "", "", "Unrecognized request URL (%s).".formatted(path));
  }

  StripeAnswer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new StripeAnswer(status, more, body);
  }
}
