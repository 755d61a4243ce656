package dev.invoices.benchmark;

import static dev.invoices.benchmark.Goal.atLeast;

import dev.invoices.testkit.Folder;
import dev.invoices.testkit.PostgresServer;
import dev.invoices.testkit.WorkerProcess;
import dev.invoices.testkit.stripe.StripeStandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Payments with a ledger in PostgreSQL, and through Stripe, beside the sandbox with a file. */
final class MoneyPart implements Part {

  /** As many as Stripe lists at once, so that each look-up is one request. */
  private static final int LINES = 100;

  private static final int IN_FLIGHT = 16;
  private static final int ROUNDS = 5;
  private static final Duration LATENCY = Duration.ofMillis(100);
  private static final String VENDOR = "Alpha GmbH";
  private static final String ACCOUNT = "acct_1Alpha";
  private static final Goal STORE = atLeast(0.5);

  /** Each payment is looked up and then sent: so 16 in flight make at most 80 a second. */
  private static final int REQUESTS_OF_A_PAYMENT = 2;

  private static final Goal PROVIDER = atLeast(0.4);

  @Override
  public void measure(Site site, Report report) throws Exception {
    report.progress("%d lines, %d in flight: file, PostgreSQL, Stripe".formatted(LINES, IN_FLIGHT));
    double file = perSecond(site, Map.of());
    try (PostgresServer postgres = PostgresServer.start()) {
      report.add(
          "ledger in PostgreSQL, payments, beside a file",
          perSecond(
              site,
              Map.of(
                  "INVOICE_LEDGER",
                  postgres.url(postgres.createDatabase()),
                  "PGUSER",
                  PostgresServer.SUPERUSER)),
          file,
          Unit.PER_SECOND,
          STORE);
    }
    report.add(
        "Stripe with %d ms for each request, payments, beside %d in flight"
            .formatted(LATENCY.toMillis(), IN_FLIGHT),
        perSecondThroughStripe(site),
        IN_FLIGHT * 1000.0 / (REQUESTS_OF_A_PAYMENT * LATENCY.toMillis()),
        Unit.PER_SECOND,
        PROVIDER);
  }

  private static double perSecondThroughStripe(Site site) throws Exception {
    Path folder = Files.createTempDirectory("benchmark-stripe");
    Path payees = StripeStandIn.writePayees(folder.resolve("payees.json"), ACCOUNT, VENDOR);
    try (StripeStandIn stripe =
        StripeStandIn.start().account(ACCOUNT).balance("usd", Integer.MAX_VALUE).latency(LATENCY)) {
      Map<String, String> settings = new HashMap<>(stripe.settings(payees));
      settings.put("INVOICE_LEDGER", folder.resolve("ledger.db").toString());
      return perSecond(site, settings);
    } finally {
      Folder.delete(folder);
    }
  }

  /** Payments a second of a warm worker with these settings. */
  private static double perSecond(Site site, Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.put("INVOICE_PAYMENT_PACE", "PT0S");
    all.put("INVOICE_PAYMENTS_IN_FLIGHT", Integer.toString(IN_FLIGHT));
    WorkerProcess worker = site.startWorker(all);
    pay(site);
    Timings timings = new Timings();
    for (int round = 0; round < ROUNDS; round++) {
      timings.add(pay(site));
    }
    worker.kill();
    return LINES * 1000 / timings.median();
  }

  private static double pay(Site site) throws Exception {
    return site.pay(site.submit(site.newInvoice(LINES).put("vendor", VENDOR)));
  }
}
