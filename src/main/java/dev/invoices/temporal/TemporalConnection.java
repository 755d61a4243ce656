package dev.invoices.temporal;

import io.grpc.ConnectivityState;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The connection to Temporal that the {@code TEMPORAL_*} variables and {@code temporal.toml}
 * describe; by default {@code localhost:7233}, namespace {@code default}. Opening it contacts
 * nobody: the first call does, and later calls reconnect by themselves.
 */
public final class TemporalConnection implements AutoCloseable {

  /** gRPC logs a stack trace for every failed look-up of a host name; held so that it stays set. */
  private static final Logger GRPC_LOG = Logger.getLogger("io.grpc");

  static {
    GRPC_LOG.setLevel(Level.OFF);
  }

  private static final int WARM_UP_SECONDS = 5;

  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;

  private TemporalConnection(WorkflowServiceStubs stubs, WorkflowClient client) {
    this.stubs = stubs;
    this.client = client;
  }

  /**
   * Reads the settings and prepares the connection.
   *
   * @throws SettingsException when a setting is wrong
   */
  public static TemporalConnection fromEnvironment() throws SettingsException {
    ClientConfigProfile profile = TemporalSettings.load(System.getenv());
    WorkflowServiceStubs stubs = TemporalSettings.open(profile);
    WorkflowClientOptions options =
        WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions())
            .setDataConverter(JsonDataConverter.instance())
            .build();
    return new TemporalConnection(stubs, WorkflowClient.newInstance(stubs, options));
  }

  /**
   * Connects ahead of the first use, which saves that one up to a second of connecting and class
   * loading. Takes at most {@value #WARM_UP_SECONDS} s; that nobody answers is no matter yet.
   */
  public void warmUp() {
    try {
      stubs
          .blockingStub()
          .withDeadlineAfter(WARM_UP_SECONDS, TimeUnit.SECONDS)
          .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      // Whoever uses the connection hears of it then, with what to do about it.
    }
  }

  /** For starting, signalling and querying workflows. */
  public WorkflowClient client() {
    return client;
  }

  /** Host and port, for messages. */
  public String address() {
    return stubs.getOptions().getTarget();
  }

  /** For messages. */
  public String namespace() {
    return client.getOptions().getNamespace();
  }

  /**
   * Why a connection or a setting failed, in one line: the innermost cause names the file, the
   * value or the port, while gRPC itself speaks of an "io exception".
   */
  public static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return cause instanceof NoSuchFileException
        ? "no file " + message
        : message.replaceFirst("\\.+$", "");
  }

  /** Whether Temporal is connected at this moment. */
  public boolean isUp() {
    return stubs.getRawChannel().getState(false) == ConnectivityState.READY;
  }

  /** Tries a lost connection again at once; gRPC itself waits longer after every failure. */
  public void reconnect() {
    stubs.getRawChannel().resetConnectBackoff();
  }

  /** Gives up calls under way and closes the connection; takes at most a second. */
  @Override
  public void close() {
    stubs.shutdownNow();
    stubs.awaitTermination(1, TimeUnit.SECONDS);
  }
}
