package dev.invoices.worker;

import dev.invoices.check.CheckRun;
import dev.invoices.check.ProductVersion;
import dev.invoices.check.SettingNames;
import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import dev.invoices.logging.StandardError;
import dev.invoices.payment.PaymentGateway;
import dev.invoices.register.ledger.LedgerInvoiceRegister;
import dev.invoices.temporal.SettingsException;
import dev.invoices.temporal.TemporalConnection;
import dev.invoices.temporal.TemporalProfile;
import dev.invoices.worker.gateway.GatewayChoice;
import dev.invoices.worker.gateway.GatewaySetting;
import dev.invoices.worker.payments.PaymentsProgram;
import dev.invoices.worker.store.FilePlace;
import dev.invoices.worker.store.LedgerPlace;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the workflows and activities of the invoice task queue until it is told to stop. */
public final class Worker {

  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final String NAME = "invoice-worker: ";
  private static final int FAILED = 1;
  private static final int WRONG_SETTINGS = 2;
  private static final String CHECK = "--check";

  /**
   * On a busy machine, a cold JVM loads classes for the first task longer than the default of 1 s.
   */
  private static final int DEADLOCK_MILLIS = 10_000;

  /**
   * A task that finds no poller waiting is written to Temporal's database first. With the default
   * of 5, two out of three were, when 25 people talked to one worker at once.
   */
  private static final int POLLERS = 16;

  private Worker() {}

  /**
   * Starts the worker, prints the ledger, or with {@value #CHECK} shows whether it could start.
   * Exits with 2 when an argument or a setting is invalid.
   */
  public static void main(String[] args) throws InterruptedException {
    // All texts are English, whatever the machine's language.
    Locale.setDefault(Locale.ROOT);
    StandardError.install();
    if (List.of(args).equals(List.of(CHECK))) {
      System.exit(CheckRun.show(new SelfCheck(System.getenv()).checks()));
    }
    try {
      if (List.of(args).contains(PaymentsProgram.NAME)) {
        System.exit(printPayments(PaymentsProgram.of(List.of(args))));
      }
      requireNone(args);
      WorkerLifecycle lifecycle = prepare();
      lifecycle.stopOnSignal();
      lifecycle.startWhenTemporalIsUp();
      System.out.println("Worker started. Listening for invoice workflows...");
      JitCompiler.spareProcessors();
    } catch (SettingsException | LedgerException e) {
      e.getMessage().lines().forEach(line -> System.err.println(NAME + line));
      System.exit(WRONG_SETTINGS);
    }
  }

  private static void requireNone(String[] args) throws SettingsException {
    if (args.length > 0) {
      throw new SettingsException(
          "The worker takes no arguments: java @target/invoice-worker.args starts it. Behind that, --check shows whether it could start, and --payments [INVOICE] [--csv] prints the ledger. Its settings are environment variables; docs/reference.md lists them.");
    }
  }

  /**
   * @return the exit status
   */
  private static int printPayments(PaymentsProgram program) throws SettingsException {
    TemporalProfile profile = TemporalProfile.fromEnvironment(System.getenv());
    WorkerSettings settings = WorkerSettings.fromEnvironment(System.getenv(), profile.namespace());
    LedgerPlace ledger = settings.ledger();
    ledger.requireUsable();
    Optional<String> failure = program.run(ledger.reader());
    failure.ifPresent(reason -> System.err.println(NAME + reason));
    return failure.isPresent() ? FAILED : 0;
  }

  private static WorkerLifecycle prepare() throws SettingsException, InterruptedException {
    // Side by side: the ledger loads a native library, Temporal's client thousands of classes.
    CompletableFuture<Void> library =
        LedgerSetting.isFile(System.getenv())
            ? CompletableFuture.runAsync(FilePlace::preload)
            : CompletableFuture.completedFuture(null);
    TemporalProfile profile = TemporalProfile.fromEnvironment(System.getenv());
    WorkerSettings settings = WorkerSettings.fromEnvironment(System.getenv(), profile.namespace());
    GatewayChoice chosen = GatewaySetting.read(System.getenv(), settings.balance());
    settings.ledger().requireUsable();
    var opening = new LedgerOpening(settings.ledger(), profile.namespace(), library);
    TemporalConnection connection = TemporalConnection.open(profile);
    CompletableFuture.runAsync(connection::warmUp);
    chosen.check().ifPresent(log::warn);
    Ledger ledger = opening.await();
    String taskQueue = connection.taskQueue(InvoiceWorkflow.TASK_QUEUE);
    logSettings(settings, chosen, ledger, taskQueue);
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

  /** Shows where payments are recorded, and that a setting has a wrong name. */
  private static void logSettings(
      WorkerSettings settings, GatewayChoice chosen, Ledger ledger, String taskQueue) {
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
    log.info("Payments: {}.", chosen.summary());
    SettingNames.complaints(System.getenv()).forEach(log::warn);
  }
}
