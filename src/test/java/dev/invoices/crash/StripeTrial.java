package dev.invoices.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.ToolReply;
import dev.invoices.testkit.WorkerProcess;
import dev.invoices.testkit.stripe.StripeFault;
import dev.invoices.testkit.stripe.StripeMoment;
import dev.invoices.testkit.stripe.StripeStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A scenario that pays through a stand-in of Stripe, which outlives whatever is killed, sees
 * whether each payment was written down before it was sent, and tells when to strike.
 */
final class StripeTrial implements AutoCloseable {

  /** Of each invoice, all in flight at once. */
  static final int LINES = 4;

  private static final String VENDOR = "Alpha GmbH";
  private static final String ACCOUNT = "acct_1Alpha";
  private static final long PLENTY = 1_000_000_000;

  private final CrashScenario scenario;
  private final StripeTally tally;
  private final StripeStandIn stripe;
  private final Path payees;
  private final List<String> ids = new ArrayList<>();
  private final Set<String> problems = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Strike> next = new AtomicReference<>();

  /** What is done at a moment. */
  @FunctionalInterface
  interface Blow {
    void strike() throws Exception;
  }

  private record Strike(
      StripeMoment moment, AtomicInteger left, Blow blow, CompletableFuture<Void> done) {}

  StripeTrial(CrashScenario scenario, StripeTally tally) throws IOException {
    this.scenario = scenario;
    this.tally = tally;
    this.stripe = StripeStandIn.start().account(ACCOUNT).balance("usd", PLENTY);
    this.payees = Files.createTempFile("payees", ".json");
    StripeStandIn.writePayees(payees, ACCOUNT, VENDOR);
    stripe.watch(this::see);
  }

  /** Starts the packaged worker. */
  WorkerProcess worker() throws Exception {
    Map<String, String> settings = new HashMap<>(stripe.settings(payees));
    settings.put("INVOICE_PAYMENTS_IN_FLIGHT", Integer.toString(LINES));
    return scenario.worker(
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new));
  }

  void kill(WorkerProcess worker) {
    scenario.kill(worker);
    tally.kills.incrementAndGet();
  }

  /** Counts that something else than a worker was killed. */
  void countKill() {
    tally.kills.incrementAndGet();
    Totals.KILLS.incrementAndGet();
  }

  /** Lets the next requests for a transfer fail. */
  void fail(StripeFault fault, int times, Duration delay) {
    stripe.fail(fault, times, delay);
  }

  /** Submits one more invoice, and approves it. */
  void pay() throws Exception {
    String id = scenario.newId();
    String invoice =
        CrashScenario.invoice(id, LINES)
            .replaceFirst("\\{", "{\"vendor\": \"%s\", ".formatted(VENDOR));
    ToolReply reply = CrashScenario.untilAnswered(() -> scenario.tools().submit(invoice));
    assertThat(reply.code()).as(reply.text()).isIn("STARTED", "ALREADY_OPEN");
    ids.add(id);
    scenario.approve(id);
  }

  /**
   * Plans a blow.
   *
   * @param nth at which of the moments of this kind from now on
   */
  void strikeAt(StripeMoment moment, int nth, Blow blow) {
    next.set(new Strike(moment, new AtomicInteger(nth), blow, new CompletableFuture<>()));
  }

  /** Waits until it was struck. */
  void awaitStrike() throws Exception {
    next.get().done().get(CrashScenario.LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** Lets a day and an hour pass, for a ledger that no worker uses and for Stripe. */
  void letADayPass() throws SQLException {
    Duration time = Duration.ofHours(25);
    stripe.moveClock(time);
    scenario.store().age(time);
  }

  /** The stand-in waits for this, so that nothing else has happened when it is done. */
  private void see(StripeMoment moment, String obligation) {
    try {
      if (moment == StripeMoment.RECEIVED && !isWrittenDown(obligation)) {
        problems.add(obligation + " was sent before it was written down");
      }
      Strike strike = next.get();
      if (strike != null && strike.moment() == moment && strike.left().decrementAndGet() == 0) {
        strike.blow().strike();
        strike.done().complete(null);
      }
    } catch (Exception e) {
      problems.add(e.toString());
      Optional.ofNullable(next.get()).ifPresent(strike -> strike.done().completeExceptionally(e));
    }
  }

  /** Asks until the ledger answers: its database may have been killed. */
  private boolean isWrittenDown(String obligation) throws Exception {
    return Eventually.see(
            "the ledger's answer about " + obligation,
            CrashScenario.LIMIT,
            () -> found(obligation),
            Optional::isPresent)
        .orElseThrow();
  }

  private Optional<Boolean> found(String obligation) {
    try {
      return Optional.of(scenario.store().has(obligation));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  /** Every invoice is completed, and Stripe has exactly one transfer for each of its lines. */
  void assertPaidOnce() throws Exception {
    for (String id : ids) {
      scenario.awaitEnd(id);
    }
    try {
      for (String id : ids) {
        scenario.audit(id, LINES).assertCompleted();
      }
    } finally {
      assertOneTransferEach();
    }
  }

  private void assertOneTransferEach() throws SQLException {
    Map<String, List<String>> transfers = stripe.transferIds();
    int lines = ids.size() * LINES;
    int paidTwice = transfers.values().stream().mapToInt(made -> made.size() - 1).sum();
    tally.payments.addAndGet(lines);
    tally.paidTwice.addAndGet(paidTwice);
    tally.lost.addAndGet(Math.max(0, lines - transfers.size()));
    Totals.DOUBLE_PAYMENTS.addAndGet(paidTwice);
    assertThat(transfers).as("obligations at Stripe").hasSize(lines);
    assertThat(transfers.values()).as("transfers of each").allMatch(made -> made.size() == 1);
    assertThat(scenario.store().receipts()).as("receipts in the ledger").isEqualTo(transfers);
    assertThat(problems).as("problems").isEmpty();
  }

  @Override
  public void close() throws IOException {
    tally.scenarios.incrementAndGet();
    tally.faults.addAndGet(stripe.faults());
    Totals.FAULTS.addAndGet(stripe.faults());
    try {
      scenario.close();
    } finally {
      stripe.close();
      Files.delete(payees);
    }
  }
}
