package dev.invoices.testkit;

import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A bad way to Temporal: passes each call on as it is, unless its kind has a {@link Fault}. What it
 * has taken over it passes on even when the caller has gone, as a slow network may.
 */
public final class FaultyLink implements AutoCloseable {

  private static final int MAX_MESSAGE = 256 * 1024 * 1024;

  /** In place of a kind: every kind of call. */
  public static final String ALL = "every call";

  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private final ScheduledExecutorService delays =
      Executors.newSingleThreadScheduledExecutor(FaultyLink::daemon);
  private final ManagedChannel temporal;
  private final Server server;

  private FaultyLink(int port) throws IOException {
    temporal = ManagedChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .maxInboundMessageSize(MAX_MESSAGE)
            .fallbackHandlerRegistry(new PassOn())
            .build()
            .start();
  }

  /**
   * Begins to pass calls on, without a fault.
   *
   * @param port where Temporal listens
   */
  public static FaultyLink to(int port) throws IOException {
    return new FaultyLink(port);
  }

  /** Host and port, as {@code TEMPORAL_ADDRESS} takes it. */
  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /**
   * From now on each call of a kind has this fault.
   *
   * @param kind the call's name in Temporal's interface, such as {@code QueryWorkflow}, or {@link
   *     #ALL}
   */
  public void fail(String kind, Fault fault) {
    faults.put(kind, fault);
  }

  /** Ends all faults; calls that are under way keep theirs. */
  public void mend() {
    faults.clear();
  }

  @Override
  public void close() {
    delays.shutdownNow();
    server.shutdownNow();
    temporal.shutdownNow();
  }

  private void pass(String method, byte[] request, StreamObserver<byte[]> answer) {
    String kind = method.substring(method.indexOf('/') + 1);
    Fault fault = faults.getOrDefault(ALL, faults.getOrDefault(kind, Fault.none()));
    StreamObserver<byte[]> altered = fault.alter(answer);
    Runnable call =
        () ->
            ClientCalls.asyncUnaryCall(
                temporal.newCall(
                    descriptor(method), CallOptions.DEFAULT.withMaxInboundMessageSize(MAX_MESSAGE)),
                request,
                altered);
    if (fault.delay().isZero()) {
      call.run();
    } else {
      delays.schedule(Context.ROOT.wrap(call), fault.delay().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static MethodDescriptor<byte[], byte[]> descriptor(String method) {
    return MethodDescriptor.<byte[], byte[]>newBuilder(new Bytes(), new Bytes())
        .setFullMethodName(method)
        .setType(MethodType.UNARY)
        .build();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "faulty-link");
    thread.setDaemon(true);
    return thread;
  }

  /** Takes any call; all those of Temporal have one request and one answer. */
  private final class PassOn extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String method, String authority) {
      return ServerMethodDefinition.create(
          descriptor(method),
          ServerCalls.asyncUnaryCall((request, answer) -> pass(method, request, answer)));
    }
  }

  /** Messages that are not looked into. */
  private static final class Bytes implements Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
