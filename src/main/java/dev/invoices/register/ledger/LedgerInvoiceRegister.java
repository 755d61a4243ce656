package dev.invoices.register.ledger;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.LedgerWork;
import dev.invoices.register.Entry;
import dev.invoices.register.Finding;
import dev.invoices.register.Finding.State;
import dev.invoices.register.InvoiceEnding;
import dev.invoices.register.InvoiceEnding.Outcome;
import dev.invoices.register.InvoiceRegister;
import dev.invoices.register.Registration;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A register in the ledger. What it missed while the ledger could not be used, it records with the
 * next invoice that arrives or ends, or by itself after a pause, or when it is closed.
 */
public final class LedgerInvoiceRegister implements InvoiceRegister, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LedgerInvoiceRegister.class);

  /** A workflow waits for it, so it is shorter than what a payment waits for a locked ledger. */
  private static final Duration LIMIT = Duration.ofMillis(700);

  /**
   * As long as one try to lock the ledger takes. Nothing but the end of the worker waits for it.
   */
  private static final Duration LAST_LIMIT = Duration.ofSeconds(2);

  /** Not so short that the tries keep a locked ledger's payments from their turn. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Ledger ledger;
  private final Executor afterAPause;
  private final MissedArrivals missed = new MissedArrivals();
  private final AtomicBoolean isRetrying = new AtomicBoolean();

  /**
   * @param ledger in which the register is
   */
  public LedgerInvoiceRegister(Ledger ledger) {
    this(ledger, PAUSE);
  }

  /**
   * @param pause before what was missed is recorded without an invoice that arrives or ends
   */
  LedgerInvoiceRegister(Ledger ledger, Duration pause) {
    this.ledger = ledger;
    this.afterAPause = CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public Entry enter(Registration invoice) {
    try {
      return afterMissed(connection -> record(invoice, connection), LIMIT);
    } catch (LedgerException e) {
      missed.add(invoice);
      retryLater();
      throw e;
    }
  }

  private void retryLater() {
    if (isRetrying.compareAndSet(false, true)) {
      afterAPause.execute(this::retry);
    }
  }

  /** Looks last whether anything is left: an invoice may be missed while this is in progress. */
  private void retry() {
    try {
      recordMissed(LIMIT);
    } finally {
      isRetrying.set(false);
    }
    if (!missed.isEmpty()) {
      retryLater();
    }
  }

  /**
   * Records what was missed, if the ledger can be used. Takes seconds at most. What cannot be
   * recorded is lost with this object.
   */
  @Override
  public void close() {
    recordMissed(LAST_LIMIT);
    if (!missed.isEmpty()) {
      log.warn(
          "The ledger cannot be used. Invoices that arrived meanwhile and are not recorded: {}. A second copy of one may not be noticed.",
          missed.all().size());
    }
  }

  private void recordMissed(Duration limit) {
    if (missed.isEmpty()) {
      return;
    }
    try {
      afterMissed(connection -> true, limit);
    } catch (LedgerException e) {
      // They stay, and the caller sees it.
    }
  }

  /** In one transaction, so that what was missed is never looked for before it is recorded. */
  private <T> T afterMissed(LedgerWork<T, RuntimeException> work, Duration limit) {
    List<Registration> late = missed.all();
    T result =
        ledger.transact(
            connection -> {
              ArrivalTable arrivals = new ArrivalTable(connection);
              for (Registration invoice : late) {
                arrivals.insertLate(invoice);
              }
              return work.in(connection);
            },
            limit);
    missed.remove(late);
    return result;
  }

  private static Entry record(Registration invoice, Connection connection) throws SQLException {
    ArrivalTable arrivals = new ArrivalTable(connection);
    boolean isFirst = !arrivals.has(invoice.runId());
    return new Entry(isFirst, findings(invoice, arrivals, new PaidInvoices(connection)));
  }

  private static List<Finding> findings(
      Registration invoice, ArrivalTable arrivals, PaidInvoices paid) throws SQLException {
    InvoiceKeys keys = InvoiceKeys.of(invoice);
    long arrival = arrivals.insert(invoice, keys);
    List<Candidate> candidates = arrivals.similarBefore(arrival, keys);
    candidates.addAll(paid.similar(keys, candidates, invoice.runId()));
    candidates.sort(Candidate.byRelevanceTo(keys));
    List<Finding> findings = new ArrayList<>();
    for (Candidate candidate : candidates) {
      State state = state(candidate, paid);
      if (!isEarlierRun(candidate, state, invoice)) {
        findings.add(candidate.finding(state));
      }
      if (findings.size() == MAX_FINDINGS) {
        break;
      }
    }
    return findings;
  }

  /**
   * Whether it is an earlier run of the same invoice without a payment. That run has ended, or this
   * one could not have begun; that its end is not on record must not make the invoice a duplicate
   * of itself.
   */
  private static boolean isEarlierRun(Candidate candidate, State state, Registration invoice) {
    return state == State.OPEN && candidate.invoiceId().equals(invoice.invoiceId());
  }

  /** What was recorded of its end; else what the payments say. */
  private static State state(Candidate candidate, PaidInvoices paid) throws SQLException {
    Optional<Outcome> outcome = candidate.outcome();
    if (outcome.equals(Optional.of(Outcome.PAID))) {
      return State.PAID;
    }
    if (outcome.equals(Optional.of(Outcome.PARTIALLY_PAID))) {
      return State.PARTIALLY_PAID;
    }
    return paid.payments(candidate.invoiceId(), candidate.payee())
        .map(made -> made.total().compareTo(candidate.total()) < 0)
        .map(isLess -> isLess ? State.PARTIALLY_PAID : State.PAID)
        .orElse(State.OPEN);
  }

  @Override
  public void recordEnding(InvoiceEnding ending) {
    afterMissed(
        connection -> {
          new ArrivalTable(connection).end(ending, new PaidInvoices(connection));
          return true;
        },
        LIMIT);
  }
}
