package dev.invoices.server.stdio;

import dev.invoices.text.SafeText;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import io.modelcontextprotocol.spec.McpServerSession;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * One request on its way to its answer.
 *
 * <p>It is closed exactly once: by the session's response, by an error of ours, or by being
 * cancelled. Whoever comes later changes nothing, so a request never has two answers.
 */
final class PendingRequest {

  private static final int MAX_SENTENCE = 300;
  private static final Logger log = LoggerFactory.getLogger(PendingRequest.class);
  private static final String INTERNAL_ERROR =
      "The server failed to answer this request; its log says why.";
  private static final ThreadLocal<PendingRequest> RUNNING = new ThreadLocal<>();

  private final JSONRPCRequest request;
  private final MessageWriter writer;
  private final Runnable onAnswering;
  private final Runnable onClosed;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Disposable.Swap run = Disposables.swap();
  private volatile boolean succeeded;

  /**
   * @param onAnswering runs before the answer is written, from when on the client may reuse the id
   * @param onClosed runs after it, when nothing more is to be expected
   */
  PendingRequest(
      JSONRPCRequest request, MessageWriter writer, Runnable onAnswering, Runnable onClosed) {
    this.request = request;
    this.writer = writer;
    this.onAnswering = onAnswering;
    this.onClosed = onClosed;
  }

  /**
   * Makes an Error that a handler throws end its request, wherever in this JVM Reactor runs it.
   *
   * <p>Reactor (3.7) takes a {@code StackOverflowError}, {@code OutOfMemoryError} or {@code
   * NoClassDefFoundError} for fatal: it throws it at its worker thread and signals nobody, so that
   * the request would wait for ever.
   */
  static void surfaceFatalErrors() {
    Schedulers.onScheduleHook(
        PendingRequest.class.getName(),
        task -> RUNNING.get() == null ? task : RUNNING.get().guarded(task));
  }

  /** The request whose answer the session is sending, put there by {@link #start}. */
  static PendingRequest of(ContextView context) {
    return context.get(PendingRequest.class);
  }

  /** Hands the request to the session; returns before it is answered, if that takes time. */
  void start(McpServerSession session) {
    guarded(
            () ->
                run.update(
                    session
                        .handle(request)
                        .contextWrite(Context.of(PendingRequest.class, this))
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
   * @throws java.io.UncheckedIOException if it has no JSON form; the request is still open then
   */
  void answer(JSONRPCResponse response) {
    JSONRPCError error = response.error();
    if (error != null && error.code() == ErrorCodes.INTERNAL_ERROR) {
      // The SDK (2.1.0) copies the message of any exception into it: that is for our log only.
      log.warn("{} failed: {}", this, error.message());
      fail(ErrorCodes.INTERNAL_ERROR, INTERNAL_ERROR);
    } else if (error != null && error.code() == ErrorCodes.METHOD_NOT_FOUND) {
      // The SDK (2.1.0) repeats the method, however long it is.
      fail(ErrorCodes.METHOD_NOT_FOUND, "The server does not offer this method.");
    } else if (error != null) {
      // The SDK (2.1.0) repeats names that the client sent, line breaks and all.
      fail(error.code(), SafeText.of(error.message(), MAX_SENTENCE));
    } else {
      byte[] line = writer.encode(response);
      succeeded = true;
      close(() -> writer.write(line));
    }
  }

  /** Answers with an error, unless the request is closed, and stops what still runs for it. */
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

  /** Stops the request, interrupting its handler; it gets no answer. */
  void cancel() {
    close(() -> {});
    run.dispose();
  }

  private void close(Runnable lastWord) {
    if (closed.compareAndSet(false, true)) {
      onAnswering.run();
      try {
        lastWord.run();
      } finally {
        onClosed.run();
      }
    }
  }

  /** Whether it has been answered with a result. */
  boolean hasSucceeded() {
    return succeeded;
  }

  @Override
  public String toString() {
    return SafeText.of("Request %s (%s)".formatted(request.id(), request.method()), MAX_SENTENCE);
  }
}
