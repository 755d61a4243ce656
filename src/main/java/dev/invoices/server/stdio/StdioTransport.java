package dev.invoices.server.stdio;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Serves one MCP client over a pair of byte streams, one JSON-RPC message per line. No input ends
 * it but the end of the stream.
 *
 * <p>It replaces the SDK's {@code StdioServerTransportProvider} (2.1.0). That one ends the process
 * silently at the first line that is not a message, loses responses under load and at the end of
 * input, ignores cancellations, and never answers requests sent before {@code
 * notifications/initialized}.
 *
 * <p>A program uses it like this. It needs the real standard output: a {@code PrintStream} hides
 * that the client has gone.
 *
 * <pre>{@code
 * var out = new FileOutputStream(FileDescriptor.out);
 * System.setOut(System.err);
 * var transport = new StdioTransport(System.in, out, mapper);
 * McpServer.sync(transport).jsonMapper(transport.jsonMapper())….build();
 * Runtime.getRuntime().addShutdownHook(new Thread(() -> {
 *   transport.close();
 *   Runtime.getRuntime().halt(0); // else the JVM reports a SIGTERM as 143
 * }));
 * transport.serve();
 * System.exit(0);
 * }</pre>
 *
 * <p>The hook turns every later exit status into 0. So add it right before {@code serve()}, after
 * everything that can fail.
 */
public final class StdioTransport implements McpServerTransportProvider {

  /** How long what the client has sent may take to be served after it has closed its side. */
  public static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);

  /** How long {@link #close} waits for them; a process that was told to stop must end quickly. */
  public static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(StdioTransport.class);

  private final Duration drainTimeout;
  private final ReadAhead input;
  private final LineReader lines;
  private final MessageWriter writer;
  private final InvalidParamsMapper mapper;
  private final RequestsInFlight requests;
  private final RequestOrder order;
  private final BiFunction<JSONRPCRequest, Object, Object> results;
  private final CompletableFuture<Void> initialized = new CompletableFuture<>();
  private McpServerSession session;
  private MessageDispatcher dispatcher;
  private volatile boolean closed;
  private volatile boolean ended;

  /**
   * @param in read by {@link #serve} alone, ahead of what is served; never closed, because that can
   *     block until the next input
   * @param out written to by this transport alone, with one {@code write} and {@code flush} per
   *     message; not a channel, because an interrupt closes a channel, and Reactor (3.7) may
   *     interrupt the thread of a failed handler while its response is being written
   * @param mapper writes responses and binds params to the SDK's types
   * @throws IllegalArgumentException if the mapper lacks {@code USE_BIG_DECIMAL_FOR_FLOATS}
   */
  public StdioTransport(InputStream in, OutputStream out, ObjectMapper mapper) {
    this(in, out, mapper, DRAIN_TIMEOUT);
  }

  StdioTransport(InputStream in, OutputStream out, ObjectMapper mapper, Duration drainTimeout) {
    this(in, out, mapper, RequestOrder.none(), (request, result) -> result, drainTimeout);
  }

  /**
   * As {@link #StdioTransport(InputStream, OutputStream, ObjectMapper)}, with an order and with
   * results of one's own.
   *
   * @param subjects what a request is about; those about one subject are served in order
   * @param vain whether every request is bound to fail at present, and slowly, so that one that
   *     waits for others is refused sooner
   * @param results turns each result of a request into the one that is sent
   * @throws IllegalArgumentException if the mapper lacks {@code USE_BIG_DECIMAL_FOR_FLOATS}
   */
  public StdioTransport(
      InputStream in,
      OutputStream out,
      ObjectMapper mapper,
      Function<JSONRPCRequest, Optional<RequestOrder.Subject>> subjects,
      BooleanSupplier vain,
      BiFunction<JSONRPCRequest, Object, Object> results) {
    this(
        in,
        out,
        mapper,
        new RequestOrder(subjects, vain, RequestOrder.MAX_WAIT),
        results,
        DRAIN_TIMEOUT);
  }

  StdioTransport(
      InputStream in,
      OutputStream out,
      ObjectMapper mapper,
      RequestOrder order,
      BiFunction<JSONRPCRequest, Object, Object> results,
      Duration drainTimeout) {
    this.order = order;
    this.results = results;
    this.writer = new MessageWriter(out, mapper);
    this.input = new ReadAhead(in, writer, drainTimeout);
    this.lines = new LineReader(input);
    this.drainTimeout = drainTimeout;
    this.mapper = new InvalidParamsMapper(mapper);
    this.requests = new RequestsInFlight(writer, drainTimeout);
    PendingRequest.surfaceFatalErrors();
  }

  /**
   * When the request that a handler serves arrived, in the time of {@link System#nanoTime}. It may
   * have waited since then.
   *
   * @param context of the handler's exchange
   */
  public static long arrivedAt(McpTransportContext context) {
    return PendingRequest.of(context).arrivedAt();
  }

  /**
   * Lets requests that wait for this one be served. For a handler that waits for a person, who may
   * take longer than others can wait.
   *
   * @param context of the handler's exchange
   */
  public static void letOthersPass(McpTransportContext context) {
    PendingRequest.of(context).letOthersPass();
  }

  /**
   * Cancels what the handler asked of the client and no longer waits for, so that the person does
   * not answer in vain. The SDK (2.1.0) only stops waiting.
   *
   * @param context of the handler's exchange
   */
  public static void withdraw(McpTransportContext context) {
    PendingRequest.of(context).withdraw();
  }

  /**
   * The mapper to build the server with. It keeps numbers exact and reports params that do not fit
   * their method with -32602.
   */
  public McpJsonMapper jsonMapper() {
    return mapper;
  }

  /**
   * Completes once the client has the response to {@code initialize}. Work that can wait should
   * wait for this.
   */
  public CompletableFuture<Void> initialized() {
    return initialized.copy();
  }

  /** Called by the SDK when the server is built. */
  @Override
  public void setSessionFactory(McpServerSession.Factory factory) {
    session = factory.create(new SessionTransport());
    dispatcher = new MessageDispatcher(session, requests, order, writer, initialized, drainTimeout);
  }

  /**
   * Serves until the client closes its side. Then takes up to {@link #DRAIN_TIMEOUT} to serve what
   * it has sent, and sends an error for the requests that are in flight after that. Also ends when
   * the client no longer reads, which is noticed at its next message.
   *
   * <p>Only daemon threads read and write; this one just waits for them. So it returns even if the
   * client has closed its side and leaves a full pipe unread.
   *
   * @throws IllegalStateException if no server has been built with this transport
   */
  public void serve() {
    if (dispatcher == null) {
      throw new IllegalStateException("Build a server with this transport before serving");
    }
    CompletableFuture<Void> served = inBackground("messages", this::serveLines);
    CompletableFuture<Void> reading = inBackground("input", () -> input.run(served::isDone));
    CompletableFuture.anyOf(served, reading).join();
    boolean isFinished = served.isDone() && requests.awaitNone(input.timeLeft());
    closed = true;
    if (!isFinished && !writer.isStuck()) {
      // The pipe may be full only now, and these errors are not worth a longer wait.
      inBackground(
              "last-errors",
              () -> requests.failAll("The server stopped before it finished this request."))
          .completeOnTimeout(null, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    }
    ended = true;
  }

  private static CompletableFuture<Void> inBackground(String name, Runnable task) {
    return CompletableFuture.runAsync(
        task,
        command -> {
          Thread thread = new Thread(command, name);
          thread.setDaemon(true);
          thread.start();
        });
  }

  private void serveLines() {
    try {
      boolean more = true;
      while (more && !writer.isBroken()) {
        more = serveLine();
      }
    } catch (IOException e) {
      log.debug("The client's messages cannot be read any more: {}", e.toString());
    }
  }

  /**
   * @return whether there may be another line to serve
   */
  private boolean serveLine() throws IOException {
    try {
      Optional<byte[]> line = lines.next();
      if (line.isEmpty() || closed) {
        return false;
      }
      receive(line.get());
    } catch (InvalidMessageException e) {
      dispatcher.refuse(e);
    }
    return true;
  }

  private void receive(byte[] line) throws InvalidMessageException {
    try {
      Optional<JSONRPCMessage> message = JsonRpc.parse(line);
      if (message.isPresent()) {
        dispatcher.receive(message.get(), line.length);
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      // A bug in this server, or a full memory, may cost the client this message, not the session.
      log.error("A message could not be handled", e);
      throw InvalidMessageException.unserved(null, "Internal error in the server; see its log.");
    }
  }

  /** Stops serving: reads no further message and waits up to {@link #CLOSE_TIMEOUT}. */
  @Override
  public void close() {
    closed = true;
    if (!ended) {
      requests.awaitNone(CLOSE_TIMEOUT);
    }
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(this::close);
  }

  /** Notifies the client if it has initialized; before that it could not act on a notification. */
  @Override
  public Mono<Void> notifyClients(String method, Object params) {
    return Mono.defer(
        () ->
            dispatcher != null && dispatcher.isInitialized()
                ? session.sendNotification(method, params)
                : Mono.empty());
  }

  @Override
  public Mono<Void> notifyClient(String sessionId, String method, Object params) {
    return Mono.defer(
        () ->
            session != null && session.getId().equals(sessionId)
                ? notifyClients(method, params)
                : Mono.error(new IllegalStateException("No such session: " + sessionId)));
  }

  /** How the SDK's session reaches the client. */
  private final class SessionTransport implements McpServerTransport {

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
      if (message instanceof JSONRPCResponse response) {
        return Mono.deferContextual(
            context -> {
              PendingRequest pending = PendingRequest.of(context);
              pending.respond(adapted(pending.request(), response));
              return Mono.empty();
            });
      }
      if (message instanceof JSONRPCRequest request) {
        PendingRequest.asks(request);
      }
      return Mono.fromRunnable(() -> writer.send(message));
    }

    private JSONRPCResponse adapted(JSONRPCRequest request, JSONRPCResponse response) {
      return response.error() == null
          ? JSONRPCResponse.result(response.id(), results.apply(request, response.result()))
          : response;
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
      return mapper.convertValue(data, type);
    }

    @Override
    public Mono<Void> closeGracefully() {
      return Mono.empty();
    }
  }
}
