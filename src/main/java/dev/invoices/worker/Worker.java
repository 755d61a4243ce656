package dev.invoices.worker;

import dev.invoices.payment.sandbox.Ledger;
import dev.invoices.payment.sandbox.LedgerException;
import dev.invoices.payment.sandbox.SandboxPaymentGateway;
import dev.invoices.payment.sandbox.SandboxSettings;
import dev.invoices.temporal.SettingsException;
import dev.invoices.temporal.TemporalConnection;
import dev.invoices.workflow.InvoiceWorkflow;
import dev.invoices.workflow.InvoiceWorkflowImpl;
import dev.invoices.workflow.ProcessingRules;
import dev.invoices.workflow.activity.PaymentActivitiesImpl;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Runs the workflows and activities of the invoice task queue until it is told to stop. */
public final class Worker {

  private static final int WRONG_SETTINGS = 2;

  /** On a busy machine the first task of a cold JVM loads classes for longer than the usual 1 s. */
  private static final WorkerOptions OPTIONS =
      WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(10_000).build();

  private Worker() {}

  /** Starts the worker; exits with 2 when an argument or a setting is wrong. */
  public static void main(String[] args) throws InterruptedException {
    // All texts are English, whatever the machine's language.
    Locale.setDefault(Locale.ROOT);
    if (args.length > 0) {
      System.err.println(
          "invoice-worker: takes no arguments; its settings are environment variables, see docs/reference.md");
      System.exit(WRONG_SETTINGS);
    }
    try {
      ProcessingRules rules = ProcessingRules.fromEnvironment(System.getenv());
      SandboxSettings sandbox = SandboxSettings.fromEnvironment(System.getenv());
      // Side by side: the ledger loads a native library, Temporal's client thousands of classes.
      CompletableFuture<Ledger> opening =
          CompletableFuture.supplyAsync(() -> Ledger.open(sandbox.ledger()));
      TemporalConnection connection = TemporalConnection.fromEnvironment();
      CompletableFuture.runAsync(connection::warmUp);
      Ledger ledger = opened(opening);
      StartupLog.tell(rules, sandbox, ledger);
      WorkerFactory factory = WorkerFactory.newInstance(connection.client());
      var worker = factory.newWorker(InvoiceWorkflow.TASK_QUEUE, OPTIONS);
      worker.registerWorkflowImplementationFactory(
          InvoiceWorkflow.class, () -> new InvoiceWorkflowImpl(rules));
      worker.registerActivitiesImplementations(
          new PaymentActivitiesImpl(
              new SandboxPaymentGateway(ledger, sandbox.balance(), Clock.systemUTC())));
      WorkerLifecycle.stopOnSignal(factory, connection);
      WorkerLifecycle.startWhenTemporalIsUp(factory, connection);
      System.out.println("Worker started. Listening for invoice workflows...");
    } catch (SettingsException | IllegalArgumentException | LedgerException e) {
      System.err.println("invoice-worker: " + e.getMessage());
      System.exit(WRONG_SETTINGS);
    }
  }

  private static Ledger opened(CompletableFuture<Ledger> opening) {
    try {
      return opening.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof LedgerException failure ? failure : e;
    }
  }
}
