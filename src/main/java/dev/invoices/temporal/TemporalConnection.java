package dev.invoices.temporal;

import io.grpc.ConnectivityState;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.QueryRejectCondition;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The connection to Temporal that the {@code TEMPORAL_*} variables and {@code temporal.toml}
 * describe; by default {@code localhost:7233}, namespace {@code default}. It also knows the task
 * queue, which server and worker must have in common. Opening it makes no call: the first use
 * connects, and later ones reconnect by themselves.
 */
public final class TemporalConnection implements AutoCloseable {

  /**
   * gRPC logs a stack trace for each host name it cannot resolve; held so that the level stays set.
   */
  private static final Logger GRPC_LOG = Logger.getLogger("io.grpc");

  static {
    GRPC_LOG.setLevel(Level.OFF);
  }

  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final WorkflowClient liveClient;
  private final boolean usesTls;
  private final Optional<String> taskQueue;
  private final Optional<WebUi> webUi;

  private TemporalConnection(
      WorkflowServiceStubs stubs,
      WorkflowClientOptions options,
      boolean usesTls,
      Optional<String> taskQueue,
      Optional<WebUi> webUi) {
    WorkflowClientOptions exact =
        WorkflowClientOptions.newBuilder(options)
            .setDataConverter(JsonDataConverter.instance())
            .build();
    this.stubs = stubs;
    this.client = WorkflowClient.newInstance(stubs, exact);
    this.liveClient =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder(exact)
                .setQueryRejectCondition(
                    QueryRejectCondition.QUERY_REJECT_CONDITION_NOT_COMPLETED_CLEANLY)
                .build());
    this.usesTls = usesTls;
    this.taskQueue = taskQueue;
    this.webUi = webUi;
  }

  /**
   * Reads the settings, that of the Web UI too, and prepares the connection.
   *
   * @throws SettingsException when a setting is wrong
   */
  public static TemporalConnection fromEnvironment() throws SettingsException {
    return fromEnvironment(System.getenv());
  }

  /**
   * The same for other variables than those of this process.
   *
   * @throws SettingsException when a setting is wrong
   */
  public static TemporalConnection fromEnvironment(Map<String, String> environment)
      throws SettingsException {
    TemporalProfile profile = TemporalProfile.fromEnvironment(environment);
    WorkflowServiceStubs stubs = TemporalSettings.open(profile.profile());
    String address = stubs.getOptions().getTarget();
    return open(profile, stubs, WebUi.read(environment, address, profile.namespace()));
  }

  /**
   * Prepares the connection that a profile describes, for a program that needs no Web UI.
   *
   * @throws SettingsException when a setting cannot be used
   */
  public static TemporalConnection open(TemporalProfile settings) throws SettingsException {
    return open(settings, TemporalSettings.open(settings.profile()), Optional.empty());
  }

  private static TemporalConnection open(
      TemporalProfile settings, WorkflowServiceStubs stubs, Optional<WebUi> webUi) {
    return new TemporalConnection(
        stubs,
        settings.profile().toWorkflowClientOptions(),
        settings.usesTls(),
        settings.taskQueue(),
        webUi);
  }

  /** A connection over stubs of the caller's own, with the usual task queue; not by TLS. */
  public static TemporalConnection over(WorkflowServiceStubs stubs, WorkflowClientOptions options) {
    return new TemporalConnection(stubs, options, false, Optional.empty(), Optional.empty());
  }

  /**
   * Connects ahead of the first use, which saves it up to a second of connecting and class loading.
   * Takes at most 5 s; a failure is left for the first use to report.
   */
  public void warmUp() {
    try {
      calls(WARM_UP).getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      // The first use fails, too, and reports what to do about it.
    }
  }

  /**
   * Makes sure that Temporal answers, knows the namespace and accepts the credentials.
   *
   * @param limit how long the answer may take
   * @throws StatusRuntimeException when one of that is not so
   */
  public void requireNamespace(Duration limit) {
    calls(limit)
        .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(namespace()).build());
  }

  /**
   * Calls of Temporal that this program does not repeat.
   *
   * @param limit how long a response may take
   */
  public WorkflowServiceBlockingStub calls(Duration limit) {
    return stubs.blockingStub().withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** For starting, signalling and querying workflows. */
  public WorkflowClient client() {
    return client;
  }

  /**
   * The same, but Temporal refuses its queries about a workflow that was terminated, was cancelled,
   * has failed or has timed out. The worker need not know of such an end, and may answer as if the
   * workflow were open.
   */
  public WorkflowClient liveClient() {
    return liveClient;
  }

  /** Host and port, for messages. */
  public String address() {
    return stubs.getOptions().getTarget();
  }

  /** Whether the connection is encrypted. */
  public boolean usesTls() {
    return usesTls;
  }

  /** For messages. */
  public String namespace() {
    return client.getOptions().getNamespace();
  }

  /**
   * The task queue of this installation.
   *
   * @param usual what it is unless {@link TaskQueueSetting#NAME} names another
   */
  public String taskQueue(String usual) {
    return taskQueue.orElse(usual);
  }

  /** Where a browser shows the workflows; empty when that is not known. */
  public Optional<WebUi> webUi() {
    return webUi;
  }

  /** Whether Temporal is connected at this moment. */
  public boolean isUp() {
    return stubs.getRawChannel().getState(false) == ConnectivityState.READY;
  }

  /** Tries a lost connection again at once; gRPC itself waits longer after every failure. */
  public void reconnect() {
    stubs.getRawChannel().resetConnectBackoff();
  }

  /** Abandons calls in progress and closes the connection; takes at most a second. */
  @Override
  public void close() {
    stubs.shutdownNow();
    stubs.awaitTermination(1, TimeUnit.SECONDS);
  }
}
