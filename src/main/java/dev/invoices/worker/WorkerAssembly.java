package dev.invoices.worker;

import dev.invoices.check.ProductVersion;
import dev.invoices.check.SettingNames;
import dev.invoices.ledger.Ledger;
import dev.invoices.payment.PaymentGateway;
import dev.invoices.register.ledger.LedgerInvoiceRegister;
import dev.invoices.temporal.SettingsException;
import dev.invoices.temporal.TemporalConnection;
import dev.invoices.temporal.TemporalProfile;
import dev.invoices.worker.gateway.GatewayChoice;
import dev.invoices.worker.store.FilePlace;
import dev.invoices.workflow.InvoiceWorkflow;
import dev.invoices.workflow.InvoiceWorkflowImpl;
import dev.invoices.workflow.activity.PaymentActivitiesImpl;
import dev.invoices.workflow.activity.RegisterActivitiesImpl;
import dev.invoices.workflow.activity.Seal;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.worker.WorkerDeploymentOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the worker together: its settings, its ledger, its gateway, and what Temporal asks of it.
 */
final class WorkerAssembly {

  private static final Logger log = LoggerFactory.getLogger(WorkerAssembly.class);

  /**
   * On a busy machine, a cold JVM loads classes for the first task longer than the default of 1 s.
   */
  private static final int DEADLOCK_MILLIS = 10_000;

  /**
   * A task that finds no poller waiting is written to Temporal's database first. With the default
   * of 5, two out of three were, when 25 people talked to one worker at once.
   */
  private static final int POLLERS = 16;

  private WorkerAssembly() {}

  /**
   * A worker that has opened its ledger and does not poll yet.
   *
   * @param environment the variables of this process
   * @throws SettingsException when a setting is invalid
   * @throws dev.invoices.ledger.LedgerException when the ledger cannot be used
   */
  static WorkerLifecycle of(Map<String, String> environment)
      throws SettingsException, InterruptedException {
    // Side by side: the ledger loads a native library, Temporal's client thousands of classes.
    CompletableFuture<Void> library =
        LedgerSetting.isFile(environment)
            ? CompletableFuture.runAsync(FilePlace::preload)
            : CompletableFuture.completedFuture(null);
    TemporalProfile profile = TemporalProfile.fromEnvironment(environment);
    WorkerSettings settings = WorkerSettings.fromEnvironment(environment, profile.namespace());
    GatewayChoice chosen = settings.gateway();
    settings.ledger().requireUsable();
    var opening = new LedgerOpening(settings.ledger(), profile.namespace(), library);
    TemporalConnection connection = TemporalConnection.open(profile);
    CompletableFuture.runAsync(connection::warmUp);
    chosen.check().ifPresent(log::warn);
    Ledger ledger = opening.await();
    String taskQueue = connection.taskQueue(InvoiceWorkflow.TASK_QUEUE);
    logSettings(settings, ledger, taskQueue);
    SettingNames.complaints(environment).forEach(log::warn);
    WorkerFactory factory = WorkerFactory.newInstance(connection.client());
    var worker = factory.newWorker(taskQueue, options(settings.paymentsPerSecond()));
    PaymentGateway gateway = chosen.over(ledger);
    var register = new LedgerInvoiceRegister(ledger);
    Seal seal = new Seal(ledger.secret());
    worker.registerWorkflowImplementationFactory(
        InvoiceWorkflow.class,
        () -> new InvoiceWorkflowImpl(settings.rules(), gateway.ledger(), seal));
    worker.registerActivitiesImplementations(
        new PaymentActivitiesImpl(gateway, seal),
        new RegisterActivitiesImpl(register, gateway.ledger()));
    return new WorkerLifecycle(factory, connection, register::close);
  }

  /**
   * How tasks are taken from the task queue. Without heartbeats while the worker stops, Temporal
   * would give a long payment to another worker although this one still makes it.
   *
   * @param perSecond how many activities all workers begin in a second together, if limited
   */
  static WorkerOptions options(Optional<BigDecimal> perSecond) {
    WorkerOptions.Builder options =
        WorkerOptions.newBuilder()
            .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS)
            .setMaxConcurrentWorkflowTaskPollers(POLLERS)
            .setMaxConcurrentActivityTaskPollers(POLLERS)
            .setAllowActivityHeartbeatDuringShutdown(true);
    ProductVersion.ofThisJar()
        .ifPresent(version -> options.setDeploymentOptions(deployment(version)));
    perSecond.map(BigDecimal::doubleValue).ifPresent(options::setMaxTaskQueueActivitiesPerSecond);
    // Where Temporal hands activities out with a workflow task, it counts none of them (SDK 1.38).
    options.setDisableEagerExecution(perSecond.isPresent());
    return options.build();
  }

  /** Tells Temporal, and so {@code --check} of the server, which version this is; no more. */
  private static WorkerDeploymentOptions deployment(String version) {
    return WorkerDeploymentOptions.newBuilder()
        .setVersion(new WorkerDeploymentVersion(ProductVersion.PRODUCT, version))
        .setUseVersioning(false)
        .build();
  }

  /** Shows where payments are recorded, and who makes them. */
  private static void logSettings(WorkerSettings settings, Ledger ledger, String taskQueue) {
    if (ledger.wasEmpty()) {
      log.info(
          "The ledger {} is empty. If payments were made before, check {}.",
          settings.ledger(),
          WorkerSettings.LEDGER);
    }
    log.info(
        "Settings: {}, task queue {}. The identity of the ledger is {}.",
        settings.summary(),
        taskQueue,
        ledger.id());
    log.info("Payments: {}.", settings.gateway().summary());
  }
}
