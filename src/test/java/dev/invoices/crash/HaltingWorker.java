package dev.invoices.crash;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.payment.Fence;
import dev.invoices.payment.LedgerIdentity;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.PaymentGateway;
import dev.invoices.payment.Receipt;
import dev.invoices.payment.ledger.InterruptedPayment;
import dev.invoices.payment.sandbox.SandboxPaymentGateway;
import dev.invoices.register.ledger.LedgerInvoiceRegister;
import dev.invoices.temporal.TemporalConnection;
import dev.invoices.worker.WorkerSettings;
import dev.invoices.workflow.InvoiceWorkflow;
import dev.invoices.workflow.InvoiceWorkflowImpl;
import dev.invoices.workflow.activity.PaymentActivitiesImpl;
import dev.invoices.workflow.activity.RegisterActivitiesImpl;
import dev.invoices.workflow.activity.Seal;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The product's workflows, activities and ledger, in a process that dies at one exact point of one
 * payment: no hook runs, nothing is flushed, as with {@code kill -9}.
 */
public final class HaltingWorker {

  /** The environment variable with what follows the name of the ledger's file for SQLite. */
  static final String LEDGER_OPTIONS = "LEDGER_OPTIONS";

  /** The exit status of a process killed by SIGKILL. */
  static final int KILLED = 137;

  /** Where in a payment the process dies. */
  enum Moment {
    /** The activity runs; the ledger has not been touched. */
    BEFORE_THE_LEDGER,
    /** The payment is written in the ledger's open transaction, which is not committed. */
    INSIDE_THE_TRANSACTION,
    /** The ledger has committed; Temporal does not know of it yet. */
    AFTER_THE_LEDGER,
    /** It lives. */
    NEVER
  }

  private HaltingWorker() {}

  /**
   * @param args the {@link Moment}, and invoice and line of the payment: {@code INV-7/1}
   */
  public static void main(String[] args) throws Exception {
    Moment moment = Moment.valueOf(args[0]);
    String line = args[1];
    TemporalConnection connection = TemporalConnection.fromEnvironment();
    WorkerSettings settings =
        WorkerSettings.fromEnvironment(System.getenv(), connection.namespace());
    WorkerFactory factory = WorkerFactory.newInstance(connection.client());
    var worker = factory.newWorker(InvoiceWorkflow.TASK_QUEUE);
    String options = System.getenv().getOrDefault(LEDGER_OPTIONS, "");
    Ledger ledger = SqliteLedger.open(Path.of(settings.ledger() + options), connection.namespace());
    LedgerIdentity identity = new LedgerIdentity(ledger.id(), ledger.place());
    Seal seal = new Seal(ledger.secret());
    worker.registerWorkflowImplementationFactory(
        InvoiceWorkflow.class, () -> new InvoiceWorkflowImpl(settings.rules(), identity, seal));
    worker.registerActivitiesImplementations(
        new PaymentActivitiesImpl(
            new HaltingGateway(
                moment,
                line,
                ledger,
                new SandboxPaymentGateway(ledger, settings.balance(), Clock.systemUTC())),
            seal),
        new RegisterActivitiesImpl(new LedgerInvoiceRegister(ledger), identity));
    factory.start();
    System.out.println("Worker started. Listening for invoice workflows...");
  }

  /** Pays as the real one does, but for the line at which the worker dies. */
  private record HaltingGateway(Moment moment, String line, Ledger books, PaymentGateway real)
      implements PaymentGateway {

    @Override
    public Receipt pay(Payment payment) throws PaymentDeclinedException {
      if (!line.equals(payment.invoiceId() + "/" + payment.line())) {
        return real.pay(payment);
      }
      switch (moment) {
        case BEFORE_THE_LEDGER -> halt();
        case INSIDE_THE_TRANSACTION ->
            InterruptedPayment.write(books, payment, HaltingWorker::halt);
        case AFTER_THE_LEDGER -> {
          real.pay(payment);
          halt();
        }
        case NEVER -> {}
      }
      throw new IllegalStateException("outlived " + moment);
    }

    @Override
    public Map<Integer, Receipt> find(List<Payment> payments, Optional<Fence> fence) {
      return real.find(payments, fence);
    }

    @Override
    public LedgerIdentity ledger() {
      return real.ledger();
    }
  }

  private static void halt() {
    Runtime.getRuntime().halt(KILLED);
  }
}
