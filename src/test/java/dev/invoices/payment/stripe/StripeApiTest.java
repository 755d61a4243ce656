package dev.invoices.payment.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StripeApiTest {

  private static final String KEY = "rk_test_51Hush0123456789";

  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpHandler handler = exchange -> {};
  private HttpServer server;
  private StripeApi api;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          try (exchange) {
            handler.handle(exchange);
          }
        });
    server.start();
    api =
        new StripeApi(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()), ApiKey.of(KEY));
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
  }

  @Test
  void post_sendsKeyVersionAndForm() {
    CompletableFuture<String> seen = new CompletableFuture<>();
    handler =
        exchange -> {
          seen.complete(
              "%s %s %s %s %s %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      exchange.getRequestHeaders().getFirst("Authorization"),
                      exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                      exchange.getRequestHeaders().getFirst("Stripe-Version"),
                      new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
          answer(exchange, 200, "{}");
        };
    Map<String, String> form = new LinkedHashMap<>();
    form.put("metadata[a]", "x & y=ü");
    form.put("b", "");

    api.post("/v1/transfers", form, "key-2", soon());

    assertThat(seen)
        .isCompletedWithValue(
            "POST /v1/transfers Bearer %s key-2 2026-08-26.dahlia metadata%%5Ba%%5D=x+%%26+y%%3D%%C3%%BC&b="
                .formatted(KEY));
  }

  @Test
  void answer_withWhatItSaysOfRetries() {
    handler =
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "7");
          exchange.getResponseHeaders().set("Stripe-Should-Retry", "true");
          answer(exchange, 429, "{\"error\": {\"type\": \"x\"}}");
        };

    StripeReply.Answered answered = (StripeReply.Answered) get();

    assertThat(answered.status()).isEqualTo(429);
    assertThat(answered.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(answered.mayBeRetried()).isTrue();
    assertThat(answered.error().path("type").asText()).isEqualTo("x");
  }

  @Test
  void pauseThatNoOneWouldWaitFor_cutOrLeftOut() {
    for (Map.Entry<String, Optional<Duration>> expected :
        Map.of(
                "999999999", Optional.of(Duration.ofHours(1)),
                "-1", Optional.<Duration>empty(),
                "Fri, 27 Nov 2026 10:00:00 GMT", Optional.<Duration>empty())
            .entrySet()) {
      handler =
          exchange -> {
            exchange.getResponseHeaders().set("Retry-After", expected.getKey());
            answer(exchange, 503, "");
          };
      assertThat(((StripeReply.Answered) get()).retryAfter()).isEqualTo(expected.getValue());
    }
  }

  @Test
  void answerThatIsNoObject_hasNoBody() {
    for (String text : new String[] {"", "<html>", "[]", "{\"a\": 1, \"a\": 2}", "{} {}", "{"}) {
      handler = exchange -> answer(exchange, 200, text);
      StripeReply.Answered answered = (StripeReply.Answered) get();
      assertThat(answered.body().isMissingNode()).as(text).isTrue();
      assertThat(answered.isSuccess()).as(text).isFalse();
    }
  }

  @Test
  void redirect_notFollowed() {
    handler =
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          answer(exchange, 302, "");
        };

    assertThat(((StripeReply.Answered) get()).status()).isEqualTo(302);
    assertThat(requests).hasValue(1);
  }

  @Test
  void hugeAnswer_notReadToItsEnd() {
    handler =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] part = new byte[1_000_000];
          for (int i = 0; i < 1_000; i++) {
            exchange.getResponseBody().write(part);
          }
        };

    assertThat(get())
        .isEqualTo(
            new StripeReply.Unanswered(
                "the connection to Stripe broke before a whole answer came (the answer has more than 4,000,000 bytes)"));
  }

  @Test
  void bodyThatNeverEnds_givenUpAtTheDeadline() {
    handler =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          waitForTheEnd();
        };
    long begin = System.nanoTime();

    assertThat(api.get("/", Map.of(), Deadline.in(Duration.ofSeconds(1))))
        .isEqualTo(new StripeReply.Unanswered("Stripe did not answer in time"));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void cutConnection_sentOnceAndUnanswered() {
    handler = HttpExchange::close;

    assertThat(api.post("/v1/transfers", Map.of("a", "b"), "key", soon()))
        .isInstanceOf(StripeReply.Unanswered.class);
    assertThat(requests).hasValue(1);
  }

  @Test
  void connectionRefused_andUnknownHost_notSent() {
    server.stop(0);

    assertThat(get()).isInstanceOf(StripeReply.NotSent.class);
    assertThat(
            new StripeApi(URI.create("https://stripe.invalid"), ApiKey.of(KEY))
                .get("/", Map.of(), soon()))
        .isInstanceOf(StripeReply.NotSent.class);
  }

  @Test
  void noTls_notSent() {
    StripeApi secure =
        new StripeApi(
            URI.create("https://127.0.0.1:" + server.getAddress().getPort()), ApiKey.of(KEY));

    assertThat(secure.get("/", Map.of(), soon()).toString()).doesNotContain("Hush");
    assertThat(requests).hasValue(0);
  }

  @Test
  void interruptedWait_unanswered_andTheThreadStaysInterrupted() {
    handler = exchange -> waitForTheEnd();
    Thread.currentThread().interrupt();

    StripeReply reply = get();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(reply)
        .isEqualTo(new StripeReply.Unanswered("the wait for Stripe's answer was interrupted"));
  }

  private void waitForTheEnd() throws IOException {
    try {
      end.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private StripeReply get() {
    return api.get("/v1/transfers", Map.of("limit", "1"), soon());
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(10));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
