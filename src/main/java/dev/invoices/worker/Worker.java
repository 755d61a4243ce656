package dev.invoices.worker;

import dev.invoices.check.CheckRun;
import dev.invoices.ledger.LedgerException;
import dev.invoices.logging.StandardError;
import dev.invoices.temporal.SettingsException;
import dev.invoices.temporal.TemporalProfile;
import dev.invoices.worker.payments.PaymentsProgram;
import dev.invoices.worker.store.LedgerPlace;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Runs the workflows and activities of the invoice task queue until it is told to stop. */
public final class Worker {

  private static final String NAME = "invoice-worker: ";
  private static final int FAILED = 1;
  private static final int WRONG_SETTINGS = 2;
  private static final String CHECK = "--check";

  private Worker() {}

  /**
   * Starts the worker, prints the ledger, or with {@value #CHECK} shows whether it could start.
   * Exits with 2 when an argument or a setting is invalid.
   */
  public static void main(String[] args) throws InterruptedException {
    // All texts are English, whatever the machine's language.
    Locale.setDefault(Locale.ROOT);
    StandardError.install();
    try {
      run(List.of(args));
    } catch (SettingsException | LedgerException e) {
      e.getMessage().lines().forEach(line -> System.err.println(NAME + line));
      System.exit(WRONG_SETTINGS);
    }
  }

  private static void run(List<String> args) throws SettingsException, InterruptedException {
    if (args.equals(List.of(CHECK))) {
      System.exit(CheckRun.show(new SelfCheck(System.getenv()).checks()));
    }
    if (args.contains(PaymentsProgram.NAME)) {
      System.exit(printPayments(PaymentsProgram.of(args)));
    }
    requireNone(args);
    WorkerLifecycle worker = WorkerAssembly.of(System.getenv());
    worker.stopOnSignal();
    worker.startWhenTemporalIsUp();
    System.out.println("Worker started. Listening for invoice workflows...");
    JitCompiler.spareProcessors();
  }

  private static void requireNone(List<String> args) throws SettingsException {
    if (!args.isEmpty()) {
      throw new SettingsException(
          "The worker takes no arguments: java @target/invoice-worker.args starts it. Behind that, --check shows whether it could start, and --payments [INVOICE] [--csv] prints the ledger. Its settings are environment variables; docs/reference.md lists them.");
    }
  }

  /**
   * @return the exit status
   */
  private static int printPayments(PaymentsProgram program) throws SettingsException {
    TemporalProfile profile = TemporalProfile.fromEnvironment(System.getenv());
    LedgerPlace ledger = WorkerSettings.ledgerFromEnvironment(System.getenv(), profile.namespace());
    ledger.requireUsable();
    Optional<String> failure = program.run(ledger.reader());
    failure.ifPresent(reason -> System.err.println(NAME + reason));
    return failure.isPresent() ? FAILED : 0;
  }
}
