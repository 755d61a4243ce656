package dev.invoices.testkit.stripe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A stand-in of Stripe on a port of this machine, which outlives whatever a test kills. It can be
 * commanded as {@link StripeProgram} says.
 */
public final class StripeStandIn implements AutoCloseable {

  /** The one key that it accepts; not Stripe's. */
  public static final String KEY = "rk_test_standin0123456789";

  private static final String TRANSFERS = "/v1/transfers";

  private final StripeBooks books = new StripeBooks();
  private final Deque<Planned> faults = new ArrayDeque<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile StripeMoment.Watcher watcher = (moment, obligation) -> {};
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "stripe-stand-in");
            thread.setDaemon(true);
            return thread;
          });
  private final HttpServer server;
  private volatile Duration latency = Duration.ZERO;

  private record Planned(StripeFault fault, Duration delay) {}

  private StripeStandIn(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts it on a port that the operating system chooses. */
  public static StripeStandIn start() throws IOException {
    return start(0);
  }

  static StripeStandIn start(int port) throws IOException {
    return new StripeStandIn(port);
  }

  /** Where it listens. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * The settings of a worker that pays through it.
   *
   * @param payees the list of whom it may pay
   */
  public Map<String, String> settings(Path payees) {
    return Map.of(
        "INVOICE_GATEWAY",
        "stripe",
        "INVOICE_STRIPE_URL",
        url().toString(),
        "INVOICE_PAYEES",
        payees.toString(),
        "STRIPE_API_KEY",
        KEY);
  }

  /** Writes a list of payees, in which all of these vendors have one account. */
  public static Path writePayees(Path file, String account, String... vendors) throws IOException {
    String entries =
        Stream.of(vendors)
            .map("{\"vendor\": \"%%s\", \"stripe\": \"%s\"}".formatted(account)::formatted)
            .collect(Collectors.joining(", "));
    return Files.writeString(file, "{\"payees\": [%s]}".formatted(entries));
  }

  /** Opens a connected account. */
  public StripeStandIn account(String id) {
    books.open(id);
    return this;
  }

  /** Sets the money that can be transferred, in the smallest unit. */
  public StripeStandIn balance(String currency, long minorUnits) {
    books.setBalance(currency, minorUnits);
    return this;
  }

  /** Lets the next requests for a transfer fail, after those for which it was told before. */
  public void fail(StripeFault fault, int times) {
    fail(fault, times, Duration.ZERO);
  }

  /** The same, each after a delay; for those with an answer only. */
  public void fail(StripeFault fault, int times, Duration delay) {
    synchronized (faults) {
      for (int i = 0; i < times; i++) {
        faults.add(new Planned(fault, delay));
      }
    }
  }

  /** From now on lets each request wait for so long before anything happens. */
  public StripeStandIn latency(Duration wait) {
    latency = wait;
    return this;
  }

  /** Forgets all idempotency keys, as Stripe does after a day. */
  public void forgetKeys() {
    books.forgetKeys();
  }

  /** Moves its clock, by which it forgets keys and dates transfers. */
  public void moveClock(Duration ahead) {
    books.moveClock(ahead);
  }

  /** How many transfers were made for each obligation: the payment's own idempotency key. */
  public Map<String, Integer> transfersByObligation() {
    Map<String, Integer> counts = new TreeMap<>();
    transferIds().forEach((obligation, ids) -> counts.put(obligation, ids.size()));
    return counts;
  }

  /** The transfers that were made for each obligation. */
  public Map<String, List<String>> transferIds() {
    return books.idsByObligation();
  }

  /** How many of the planned faults have happened. */
  public int faults() {
    return failures.get();
  }

  /** From now on, tells this one of each moment. */
  public void watch(StripeMoment.Watcher told) {
    watcher = told;
  }

  /** How many requests for a transfer came, failed ones included. */
  public int requestsForTransfers() {
    return requests.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.startsWith("/admin/")) {
        StripeExchange.answer(
            exchange, StripeProgram.command(this, path, StripeExchange.query(exchange)));
        return;
      }
      pause(latency);
      if (path.equals(TRANSFERS) && exchange.getRequestMethod().equals("POST")) {
        post(exchange);
      } else {
        StripeExchange.answer(
            exchange,
            StripeExchange.isAuthorized(exchange)
                ? read(path, exchange)
                : StripeAnswer.unauthorized());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private StripeAnswer read(String path, HttpExchange exchange) {
    return switch (path) {
      case TRANSFERS -> {
        watcher.at(StripeMoment.SEARCHED, "");
        yield books.list(StripeExchange.query(exchange));
      }
      case "/v1/balance" -> books.balance();
      default -> StripeAnswer.unknownAddress(path);
    };
  }

  private void post(HttpExchange exchange) throws IOException, InterruptedException {
    requests.incrementAndGet();
    Optional<Planned> planned;
    synchronized (faults) {
      planned = Optional.ofNullable(faults.poll());
    }
    planned.ifPresent(fault -> failures.incrementAndGet());
    Map<String, String> form = StripeExchange.form(exchange);
    String key =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Idempotency-Key")).orElse("");
    watcher.at(StripeMoment.RECEIVED, obligation(form));
    try {
      carryOutOrFail(exchange, key, form, planned);
    } finally {
      watcher.at(StripeMoment.OVER, obligation(form));
    }
  }

  private static String obligation(Map<String, String> form) {
    return form.getOrDefault("metadata[obligation]", "");
  }

  private void carryOutOrFail(
      HttpExchange exchange, String key, Map<String, String> form, Optional<Planned> planned)
      throws IOException, InterruptedException {
    if (planned.isEmpty()) {
      StripeExchange.answer(
          exchange,
          StripeExchange.isAuthorized(exchange)
              ? carryOut(key, form, Duration.ZERO)
              : StripeAnswer.unauthorized());
      return;
    }
    Duration delay = planned.get().delay();
    switch (planned.get().fault()) {
      case CUT_BEFORE_COMMIT -> {}
      case CUT_AFTER_COMMIT -> carryOut(key, form, delay);
      case ANSWER_DROPPED -> {
        carryOut(key, form, delay);
        closed.await(1, TimeUnit.MINUTES);
      }
      case ERROR_AFTER_COMMIT -> {
        carryOut(key, form, delay);
        StripeExchange.answer(exchange, books.keep(key, form, StripeAnswer.internalError()));
      }
      case ERROR_BEFORE_COMMIT ->
          StripeExchange.answer(exchange, books.keep(key, form, StripeAnswer.internalError()));
      case HALF_AN_ANSWER -> StripeExchange.half(exchange, carryOut(key, form, delay));
      case RATE_LIMITED -> StripeExchange.answer(exchange, StripeAnswer.rateLimited());
      case KEY_REFUSED -> StripeExchange.answer(exchange, StripeAnswer.unauthorized());
      case SLOW -> StripeExchange.answer(exchange, carryOut(key, form, delay));
    }
  }

  private StripeAnswer carryOut(String key, Map<String, String> form, Duration delay) {
    return books.once(
        key,
        form,
        () -> {
          StripeAnswer invalid = books.invalid(form);
          if (invalid != null) {
            return invalid;
          }
          pause(delay);
          StripeAnswer made = books.keep(key, form, books.transfer(form));
          if (made.status() == 200) {
            watcher.at(StripeMoment.MADE, obligation(form));
          }
          return made;
        });
  }

  private void pause(Duration delay) {
    try {
      closed.await(delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
