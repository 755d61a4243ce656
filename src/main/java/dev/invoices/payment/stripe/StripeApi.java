package dev.invoices.payment.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.invoices.json.ExactJson;
import dev.invoices.json.NotJsonException;
import dev.invoices.json.StrictJson;
import dev.invoices.text.SafeText;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;

/**
 * Sends requests to Stripe, one try each, and always ends: with an answer, or with what is known
 * without one. Standard properties of Java set a proxy and the trusted certificates.
 */
final class StripeApi {

  /** The version of the API whose answers are read here, whatever the account's default is. */
  static final String VERSION = "2026-08-26.dahlia";

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

  /** A page of 100 transfers has about 200 kB. */
  private static final int MAX_BODY = 4_000_000;

  private static final int MAX_TEXT = 200;

  private final URI url;
  private final ApiKey key;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  StripeApi(URI url, ApiKey key) {
    this.url = url;
    this.key = key;
  }

  /** Asks Stripe to do something, at most once for an idempotency key. */
  StripeReply post(String path, Map<String, String> form, String idempotencyKey, Deadline until) {
    return exchange(
        request(path)
            .header("Idempotency-Key", idempotencyKey)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encoded(form)))
            .build(),
        until);
  }

  /** Reads something. */
  StripeReply get(String path, Map<String, String> query, Deadline until) {
    return exchange(request(path + "?" + encoded(query)).GET().build(), until);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url.resolve(path))
        .header("Authorization", key.authorization())
        .header("Stripe-Version", VERSION)
        .header("Accept", "application/json");
  }

  private static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The client's own timeout ends with the headers; this one is for the body, too. */
  private StripeReply exchange(HttpRequest request, Deadline until) {
    CompletableFuture<HttpResponse<byte[]>> pending =
        client.sendAsync(request, headers -> new BoundedBody(MAX_BODY));
    try {
      return answered(pending.get(until.nanosLeft(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      pending.cancel(true);
      return new StripeReply.Unanswered("Stripe did not answer in time");
    } catch (InterruptedException e) {
      pending.cancel(true);
      Thread.currentThread().interrupt();
      return new StripeReply.Unanswered("the wait for Stripe's answer was interrupted");
    } catch (ExecutionException e) {
      return failed(e.getCause());
    }
  }

  private StripeReply failed(Throwable failure) {
    String reason = reason(failure);
    return isBeforeSending(failure)
        ? new StripeReply.NotSent("Stripe cannot be reached (%s)".formatted(reason))
        : new StripeReply.Unanswered(
            "the connection to Stripe broke before a whole answer came (%s)".formatted(reason));
  }

  private static boolean isBeforeSending(Throwable failure) {
    return failure instanceof ConnectException
        || failure instanceof HttpConnectTimeoutException
        || failure instanceof SSLHandshakeException;
  }

  /** The innermost message; that of a refused connection is in no message at all. */
  private String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return key.hiddenIn(SafeText.of(message, MAX_TEXT));
  }

  private static StripeReply answered(HttpResponse<byte[]> response) {
    HttpHeaders headers = response.headers();
    return new StripeReply.Answered(
        response.statusCode(),
        headers.firstValue("Retry-After").flatMap(StripeApi::seconds),
        headers.firstValue("Stripe-Should-Retry").filter("true"::equals).isPresent(),
        body(response.body()));
  }

  private static Optional<Duration> seconds(String text) {
    return text.matches("\\d{1,9}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
            .map(asked -> asked.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : asked)
        : Optional.empty();
  }

  private static JsonNode body(byte[] bytes) {
    try {
      StrictJson.Document document = StrictJson.read(new String(bytes, StandardCharsets.UTF_8));
      JsonNode read = ExactJson.mapper().valueToTree(document.value());
      return document.violation().isEmpty() && read.isObject() ? read : MissingNode.getInstance();
    } catch (NotJsonException e) {
      return MissingNode.getInstance();
    }
  }
}
