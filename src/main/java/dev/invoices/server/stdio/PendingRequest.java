package dev.invoices.server.stdio;

import dev.invoices.text.Quote;
import dev.invoices.text.SafeText;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import io.modelcontextprotocol.spec.McpServerSession;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * One request that has no response yet.
 *
 * <p>It is closed exactly once: by the session's response, by an error of this transport, or by
 * being cancelled. Later attempts change nothing, so a request never gets two responses.
 */
final class PendingRequest {

  private static final String IN_CONTEXT = PendingRequest.class.getName();
  private static final int MAX_SENTENCE = 300;
  private static final String UNKNOWN_TOOL = "Unknown tool: ";

  /** Of an id or the name of a method. */
  private static final int MAX_NAME = 100;

  private static final Logger log = LoggerFactory.getLogger(PendingRequest.class);
  private static final String INTERNAL_ERROR = "Internal error in the server; see its log.";
  private static final ThreadLocal<PendingRequest> RUNNING = new ThreadLocal<>();

  private final JSONRPCRequest request;
  private final long arrivedAt;
  private final MessageWriter writer;
  private final Runnable onAnswering;
  private final Runnable onClosed;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final CompletableFuture<Void> passed = new CompletableFuture<>();
  private final Disposable.Swap run = Disposables.swap();
  private volatile Optional<Object> asked = Optional.empty();
  private volatile boolean succeeded;

  /**
   * @param arrivedAt in the time of {@link System#nanoTime}
   * @param onAnswering runs before the response is written; from then on the client may reuse the
   *     id
   * @param onClosed runs after the response is written or the request is cancelled
   */
  PendingRequest(
      JSONRPCRequest request,
      long arrivedAt,
      MessageWriter writer,
      Runnable onAnswering,
      Runnable onClosed) {
    this.request = request;
    this.arrivedAt = arrivedAt;
    this.writer = writer;
    this.onAnswering = onAnswering;
    this.onClosed = onClosed;
  }

  /**
   * Ends a request whose handler throws an Error, on whichever thread Reactor runs it.
   *
   * <p>Reactor (3.7) treats a {@code StackOverflowError}, {@code OutOfMemoryError} or {@code
   * NoClassDefFoundError} as fatal: it throws the error in its worker thread and signals no
   * subscriber, so the request would wait forever.
   */
  static void surfaceFatalErrors() {
    Schedulers.onScheduleHook(
        PendingRequest.class.getName(),
        task -> RUNNING.get() == null ? task : RUNNING.get().guarded(task));
  }

  /** The request whose response the session is sending; {@link #start} put it there. */
  static PendingRequest of(ContextView context) {
    return context.get(PendingRequest.class);
  }

  /** The request of a handler's exchange; {@link #start} put it there. */
  static PendingRequest of(McpTransportContext context) {
    return (PendingRequest) context.get(IN_CONTEXT);
  }

  /** Remembers what the handler that runs on this thread asks of the client. */
  static void asks(JSONRPCRequest ofClient) {
    PendingRequest running = RUNNING.get();
    if (running != null) {
      running.asked = Optional.of(ofClient.id());
    }
  }

  /** Whether its handler has sent the client a request with an id. */
  boolean isAsking(Object id) {
    return asked.filter(sent -> sent.equals(id)).isPresent();
  }

  /** The request itself. */
  JSONRPCRequest request() {
    return request;
  }

  /** When it arrived, in the time of {@link System#nanoTime}. */
  long arrivedAt() {
    return arrivedAt;
  }

  /** See {@link StdioTransport#letOthersPass}. */
  void letOthersPass() {
    passed.complete(null);
  }

  /** See {@link StdioTransport#withdraw}. */
  void withdraw() {
    Optional<Object> id = asked;
    asked = Optional.empty();
    id.map(JsonRpc::cancellation).ifPresent(writer::send);
  }

  /**
   * Passes the request to the session, unless it is closed. May return before the response is sent.
   */
  void start(McpServerSession session) {
    if (closed.get()) {
      return;
    }
    guarded(
            () ->
                run.update(
                    session
                        .handle(request)
                        .contextWrite(
                            Context.of(
                                PendingRequest.class,
                                this,
                                McpTransportContext.KEY,
                                McpTransportContext.create(Map.of(IN_CONTEXT, this))))
                        .subscribe(nothing -> {}, this::fail, this::failUnlessClosed)))
        .run();
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      RUNNING.set(this);
      try {
        task.run();
      } catch (Throwable fatal) {
        fail(fatal);
      } finally {
        RUNNING.remove();
      }
    };
  }

  /**
   * Sends the session's response, unless the request is closed.
   *
   * @throws java.io.UncheckedIOException if it has no JSON form; the request then stays open
   */
  void respond(JSONRPCResponse response) {
    JSONRPCError error = response.error();
    if (error != null && error.code() == ErrorCodes.INTERNAL_ERROR) {
      // The SDK (2.1.0) copies the message of any exception here. It belongs in the log only.
      log.warn("{} failed: {}", this, Quote.of(error.message(), MAX_SENTENCE));
      fail(ErrorCodes.INTERNAL_ERROR, INTERNAL_ERROR);
    } else if (error != null && error.code() == ErrorCodes.METHOD_NOT_FOUND) {
      // The SDK (2.1.0) repeats the method, however long it is.
      fail(ErrorCodes.METHOD_NOT_FOUND, "The server does not offer this method.");
    } else if (error != null && error.message().startsWith(UNKNOWN_TOOL)) {
      // The SDK (2.1.0) says "invalid_tool_name" in place of the name that was sent.
      Object name = request.params() instanceof Map<?, ?> params ? params.get("name") : "";
      fail(error.code(), UNKNOWN_TOOL + Quote.of(String.valueOf(name), MAX_NAME));
    } else if (error != null) {
      // The SDK (2.1.0) repeats names that the client sent, with their line breaks.
      fail(error.code(), SafeText.of(error.message(), MAX_SENTENCE));
    } else {
      byte[] line = writer.encode(response);
      succeeded = true;
      close(() -> writer.write(line));
    }
  }

  /** Sends an error, unless the request is closed, and stops its handler. */
  void fail(int code, String sentence) {
    close(() -> writer.send(ErrorResponse.of(request.id(), code, sentence)));
    run.dispose();
  }

  private void fail(Throwable cause) {
    log.warn("{} failed", this, cause);
    fail(ErrorCodes.INTERNAL_ERROR, INTERNAL_ERROR);
  }

  /** A handler that returns null completes without a response (SDK 2.1.0). */
  private void failUnlessClosed() {
    if (!closed.get()) {
      log.warn("{} ended without a result", this);
      fail(ErrorCodes.INTERNAL_ERROR, INTERNAL_ERROR);
    }
  }

  /** Stops the request and interrupts its handler. The request gets no response. */
  void cancel() {
    close(this::withdraw);
    run.dispose();
  }

  private void close(Runnable lastWord) {
    if (closed.compareAndSet(false, true)) {
      onAnswering.run();
      try {
        lastWord.run();
      } finally {
        onClosed.run();
        ended.complete(null);
        passed.complete(null);
      }
    }
  }

  /** Completes when the request is closed: its response is written, or it is cancelled. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /**
   * Completes when later requests need not wait for this one any more; at its end at the latest.
   */
  CompletableFuture<Void> passed() {
    return passed;
  }

  /** Whether its response was a result. */
  boolean hasSucceeded() {
    return succeeded;
  }

  @Override
  public String toString() {
    return "Request %s (%s)"
        .formatted(
            Quote.word(SafeText.of(String.valueOf(request.id()), MAX_NAME)),
            Quote.of(request.method(), MAX_NAME));
  }
}
