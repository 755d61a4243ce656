package dev.invoices.worker;

import dev.invoices.payment.sandbox.Ledger;
import dev.invoices.payment.sandbox.SandboxSettings;
import dev.invoices.workflow.ProcessingRules;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the worker says of its settings when it starts. */
final class StartupLog {

  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final List<String> SETTINGS =
      List.of(
          ProcessingRules.APPROVAL_TIMEOUT,
          ProcessingRules.PAYMENT_PACE,
          ProcessingRules.PAYMENTS_IN_FLIGHT,
          SandboxSettings.LEDGER,
          SandboxSettings.BALANCE);

  private StartupLog() {}

  /** Whoever watches money sees where it is recorded, and that a setting has the wrong name. */
  static void tell(ProcessingRules rules, SandboxSettings sandbox, Ledger ledger) {
    Path file = sandbox.ledger().toAbsolutePath();
    if (ledger.wasEmpty()) {
      log.info("The ledger {} is empty: it remembers no payment.", file);
    }
    log.info(
        "Ledger {}, balance {}; approval timeout {}, pace {}, payments in flight {}.",
        file,
        sandbox.balance().map(BigDecimal::toPlainString).orElse("without limit"),
        rules.approvalTimeout(),
        rules.paymentPace(),
        rules.paymentsInFlight());
    System.getenv().keySet().stream()
        .filter(name -> name.startsWith("INVOICE_") && !SETTINGS.contains(name))
        .forEach(name -> log.warn("{} is none of the worker's settings: {}.", name, SETTINGS));
  }
}
