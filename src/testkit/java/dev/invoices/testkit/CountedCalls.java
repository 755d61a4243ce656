package dev.invoices.testkit;

import dev.invoices.temporal.TemporalConnection;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A connection to Temporal that records which calls are made over it. */
public final class CountedCalls implements AutoCloseable {

  private final Queue<String> calls = new ConcurrentLinkedQueue<>();
  private final TemporalConnection connection;

  private CountedCalls(String address) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(address)
                .setGrpcClientInterceptors(List.of(new Recorder()))
                .build());
    connection = TemporalConnection.over(stubs, WorkflowClientOptions.getDefaultInstance());
    connection.warmUp();
  }

  /** Connects to the Temporal at an address, {@code host:port}. */
  public static CountedCalls connect(String address) {
    return new CountedCalls(address);
  }

  /** The connection whose calls are recorded. */
  public TemporalConnection connection() {
    return connection;
  }

  /** Does some work and returns the names of the calls that it has made, in order. */
  public List<String> during(Callable<?> work) throws Exception {
    calls.clear();
    work.call();
    return new ArrayList<>(calls);
  }

  @Override
  public void close() {
    connection.close();
  }

  private final class Recorder implements ClientInterceptor {
    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(
        MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
      calls.add(String.valueOf(method.getBareMethodName()));
      return next.newCall(method, options);
    }
  }
}
