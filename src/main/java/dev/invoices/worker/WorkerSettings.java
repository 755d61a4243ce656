package dev.invoices.worker;

import dev.invoices.ledger.sqlite.LedgerName;
import dev.invoices.temporal.SettingsException;
import dev.invoices.worker.gateway.GatewayChoice;
import dev.invoices.worker.gateway.GatewaySetting;
import dev.invoices.worker.store.LedgerPlace;
import dev.invoices.workflow.PaymentPer;
import dev.invoices.workflow.ProcessingRules;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All settings of the worker, from the {@code INVOICE_*} environment variables.
 *
 * @param rules for invoices that start from now on
 * @param ledger where the ledger is
 * @param balance the money in the sandbox's account, in each currency; empty for no limit
 * @param gateway who pays
 * @param paymentsPerSecond how many activities all workers of the task queue begin in a second
 *     together; empty for no limit
 */
public record WorkerSettings(
    ProcessingRules rules,
    LedgerPlace ledger,
    Optional<BigDecimal> balance,
    GatewayChoice gateway,
    Optional<BigDecimal> paymentsPerSecond) {

  /** How long an approver has to decide, as an ISO-8601 duration. */
  public static final String APPROVAL_TIMEOUT = "INVOICE_APPROVAL_TIMEOUT";

  /** The pause before each payment, as an ISO-8601 duration. */
  public static final String PAYMENT_PACE = "INVOICE_PAYMENT_PACE";

  /** How many lines of one invoice may be paid at the same time. */
  public static final String PAYMENTS_IN_FLIGHT = "INVOICE_PAYMENTS_IN_FLIGHT";

  /** How many activities, above all payments, all workers of the task queue begin in a second. */
  public static final String PAYMENTS_PER_SECOND = "INVOICE_PAYMENTS_PER_SECOND";

  /** What is paid by one payment: {@code line} or {@code invoice}. */
  public static final String PAYMENTS = "INVOICE_PAYMENTS";

  /** Where the ledger is: a file, or the URL of a database in PostgreSQL. */
  public static final String LEDGER = "INVOICE_LEDGER";

  /** The money in the sandbox's account, in each currency. */
  public static final String SANDBOX_BALANCE = "INVOICE_SANDBOX_BALANCE";

  /**
   * Reads the settings. What is not set has its default; the ledger is then where the operating
   * system keeps the data of its user's programs, in a file of its own for each namespace.
   *
   * @param namespace Temporal's, in which the worker works
   * @throws SettingsException with a line for each invalid setting: the variable, its value and
   *     what it should be
   */
  public static WorkerSettings fromEnvironment(Map<String, String> environment, String namespace)
      throws SettingsException {
    SettingsReader reader = new SettingsReader(environment);
    ProcessingRules rules = rules(reader);
    LedgerPlace ledger = ledger(reader, environment, namespace);
    Optional<BigDecimal> balance = reader.amount(SANDBOX_BALANCE);
    Optional<GatewayChoice> gateway = gateway(reader, environment, balance);
    Optional<BigDecimal> paymentsPerSecond = reader.rate(PAYMENTS_PER_SECOND);
    reader.requireValid();
    return new WorkerSettings(rules, ledger, balance, gateway.orElseThrow(), paymentsPerSecond);
  }

  /**
   * Reads where the ledger is, and nothing else: who prints it need not be able to pay.
   *
   * @param namespace as in {@link #fromEnvironment}
   * @throws SettingsException when that is invalid
   */
  static LedgerPlace ledgerFromEnvironment(Map<String, String> environment, String namespace)
      throws SettingsException {
    SettingsReader reader = new SettingsReader(environment);
    LedgerPlace ledger = ledger(reader, environment, namespace);
    reader.requireValid();
    return ledger;
  }

  private static LedgerPlace ledger(
      SettingsReader reader, Map<String, String> environment, String namespace) {
    return new LedgerSetting(environment, reader)
        .place(() -> defaultLedger(environment, namespace));
  }

  /** Empty when one of its settings is wrong, which is reported beside the others. */
  private static Optional<GatewayChoice> gateway(
      SettingsReader reader, Map<String, String> environment, Optional<BigDecimal> balance) {
    try {
      return Optional.of(GatewaySetting.read(environment, balance));
    } catch (SettingsException e) {
      reader.report(e.getMessage());
      return Optional.empty();
    }
  }

  private static ProcessingRules rules(SettingsReader reader) {
    ProcessingRules rules =
        ProcessingRules.of(
            reader.duration(
                APPROVAL_TIMEOUT,
                ProcessingRules.DEFAULT.approvalTimeout(),
                ProcessingRules.MIN_APPROVAL_TIMEOUT,
                ProcessingRules.MAX_APPROVAL_TIMEOUT,
                "P5D"),
            reader.duration(
                PAYMENT_PACE,
                ProcessingRules.DEFAULT.paymentPace(),
                ProcessingRules.MIN_PAYMENT_PACE,
                ProcessingRules.MAX_PAYMENT_PACE,
                "PT2S"),
            reader.count(
                PAYMENTS_IN_FLIGHT,
                ProcessingRules.DEFAULT.paymentsInFlight(),
                ProcessingRules.MAX_PAYMENTS_IN_FLIGHT));
    return rules.withPaymentPer(reader.oneOf(PAYMENTS, PaymentPer.LINE));
  }

  private static Path defaultLedger(Map<String, String> environment, String namespace) {
    return dataFolder(environment).resolve("invoice-processor").resolve(LedgerName.of(namespace));
  }

  private static Path dataFolder(Map<String, String> environment) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    Path home = Path.of(System.getProperty("user.home"));
    if (system.startsWith("windows")) {
      return folder(environment, "LOCALAPPDATA", home.resolve("AppData").resolve("Local"));
    }
    return system.startsWith("mac")
        ? home.resolve("Library").resolve("Application Support")
        : folder(environment, "XDG_DATA_HOME", home.resolve(".local").resolve("share"));
  }

  private static Path folder(Map<String, String> environment, String variable, Path fallback) {
    String value = environment.getOrDefault(variable, "");
    return value.isEmpty() ? fallback : Path.of(value);
  }

  /** All settings in one line, for the log. */
  String summary() {
    return "ledger %s, balance %s, approval timeout %s, payment pace %s, payments in flight %d, payments per second %s, one payment per %s"
        .formatted(
            ledger,
            limit(balance),
            rules.approvalTimeout(),
            rules.paymentPace(),
            rules.paymentsInFlight(),
            limit(paymentsPerSecond),
            SettingsReader.word(rules.paymentPer()));
  }

  private static String limit(Optional<BigDecimal> limit) {
    return limit.map(BigDecimal::toPlainString).orElse("unlimited");
  }
}
