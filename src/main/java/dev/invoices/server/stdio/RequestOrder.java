package dev.invoices.server.stdio;

import dev.invoices.text.Quote;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpServerSession;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import reactor.core.scheduler.Schedulers;

/**
 * Serves the requests about one subject in the order in which they arrived. A request that may
 * change the subject waits for all before it. Requests that only look at it wait for the changes
 * before them, not for each other.
 *
 * <p>A waiting request holds no thread. It is refused when its turn does not come in time, so that
 * the client has a response to each request, however many it sends.
 */
public final class RequestOrder {

  /** How many requests about one subject may be open at a time; others still find room then. */
  static final int MAX_OPEN = 200;

  /** How long a request waits for its turn; half as long again as the longest request. */
  static final Duration MAX_WAIT = Duration.ofSeconds(10);

  /** A request whose wait is vain is refused after a fifth of it. */
  private static final int PARTS_OF_THE_WAIT = 5;

  private static final int MAX_NAME = 100;

  /** Starting the next request where the last one ended would nest as deep as the line is long. */
  private static final Executor HANDLERS = task -> Schedulers.boundedElastic().schedule(task);

  private static final CompletableFuture<Void> NOW = CompletableFuture.completedFuture(null);

  /**
   * What a request is about.
   *
   * @param name for a person, such as {@code invoice INV-1}; the same name is the same subject
   * @param mayChange whether the request may change it
   */
  public record Subject(String name, boolean mayChange) {}

  /**
   * The requests about a subject so far.
   *
   * @param changes done when none that may change it is to be waited for
   * @param all done when none is to be waited for
   * @param open how many of them have not ended
   */
  private record Line(
      CompletableFuture<Void> changes, CompletableFuture<Void> all, AtomicInteger open) {

    static Line empty() {
      return new Line(NOW, NOW, new AtomicInteger());
    }

    CompletableFuture<Void> turnOf(Subject subject) {
      return subject.mayChange() ? all : changes;
    }

    Line with(Subject subject, PendingRequest request) {
      open.incrementAndGet();
      request.ended().thenRun(open::decrementAndGet);
      CompletableFuture<Void> allAndThis = CompletableFuture.allOf(all, request.passed());
      return new Line(subject.mayChange() ? allAndThis : changes, allAndThis, open);
    }
  }

  private final Function<JSONRPCRequest, Optional<Subject>> subjects;
  private final BooleanSupplier vain;
  private final Duration maxWait;
  private final Map<String, Line> lines = new ConcurrentHashMap<>();

  /**
   * @param subjects what a request is about; empty when it need not wait for any other
   * @param vain whether every request is bound to fail at present, and slowly, so that it is of no
   *     use to wait long for a turn
   * @param maxWait how long a request may wait for its turn
   */
  RequestOrder(
      Function<JSONRPCRequest, Optional<Subject>> subjects,
      BooleanSupplier vain,
      Duration maxWait) {
    this.subjects = subjects;
    this.vain = vain;
    this.maxWait = maxWait;
  }

  /** No request waits for another. */
  static RequestOrder none() {
    return new RequestOrder(request -> Optional.empty(), () -> false, MAX_WAIT);
  }

  /** What a request is about. */
  Optional<Subject> subjectOf(JSONRPCRequest request) {
    return subjects.apply(request);
  }

  /**
   * Passes a request to the session when its turn comes, which may be now. Only the thread that
   * reads may call this, because its calls are the order.
   */
  void start(PendingRequest request, Subject subject, McpServerSession session) {
    Line before = lines.getOrDefault(subject.name(), Line.empty());
    if (before.open().get() >= MAX_OPEN) {
      refuse(request, subject);
      return;
    }
    Line line = before.with(subject, request);
    lines.put(subject.name(), line);
    line.all().thenRun(() -> lines.remove(subject.name(), line));
    CompletableFuture<Void> turn = before.turnOf(subject);
    if (turn.isDone()) {
      request.start(session);
    } else {
      Runnable start = () -> request.start(session);
      Runnable refuse = () -> refuse(request, subject);
      Duration firstWait = maxWait.dividedBy(PARTS_OF_THE_WAIT);
      startAfter(
          turn,
          firstWait,
          start,
          () -> {
            // A request that began before its turn could overtake an earlier decision.
            if (vain.getAsBoolean()) {
              refuse.run();
            } else {
              startAfter(turn, maxWait.minus(firstWait), start, refuse);
            }
          });
    }
  }

  private static void startAfter(
      CompletableFuture<Void> turn, Duration wait, Runnable start, Runnable otherwise) {
    turn.thenApply(nothing -> true)
        .completeOnTimeout(false, wait.toNanos(), TimeUnit.NANOSECONDS)
        .thenAcceptAsync(inTime -> (inTime ? start : otherwise).run(), HANDLERS);
  }

  /** How many subjects have open requests. */
  int size() {
    return lines.size();
  }

  private static void refuse(PendingRequest request, Subject subject) {
    request.fail(
        ErrorCodes.INTERNAL_ERROR,
        "The server is still busy with earlier requests. It has not begun this one. Try again later. They are about "
            + Quote.of(subject.name(), MAX_NAME));
  }
}
