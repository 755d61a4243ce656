package dev.invoices.register.sqlite;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.LedgerWork;
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

/**
 * A register in the ledger's file. What it missed while the file could not be used, it records with
 * the next invoice that arrives or ends.
 */
public final class SqliteInvoiceRegister implements InvoiceRegister {

  /** A workflow waits for it, so it is shorter than what a payment waits for a locked ledger. */
  private static final Duration LIMIT = Duration.ofMillis(700);

  private final Ledger ledger;
  private final MissedArrivals missed = new MissedArrivals();

  /**
   * @param ledger in whose file the register is
   */
  public SqliteInvoiceRegister(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public List<Finding> recordArrival(Registration invoice) {
    try {
      return afterMissed(connection -> record(invoice, connection));
    } catch (LedgerException e) {
      missed.add(invoice);
      throw e;
    }
  }

  /** In one transaction, so that what was missed is never looked for before it is recorded. */
  private <T> T afterMissed(LedgerWork<T, RuntimeException> work) {
    List<Registration> late = missed.all();
    T result =
        ledger.transact(
            connection -> {
              ArrivalTable arrivals = new ArrivalTable(connection);
              for (Registration invoice : late) {
                arrivals.insert(invoice, InvoiceKeys.of(invoice));
              }
              return work.in(connection);
            },
            LIMIT);
    missed.remove(late);
    return result;
  }

  private static List<Finding> record(Registration invoice, Connection connection)
      throws SQLException {
    InvoiceKeys keys = InvoiceKeys.of(invoice);
    ArrivalTable arrivals = new ArrivalTable(connection);
    PaidInvoices paid = new PaidInvoices(connection);
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
        });
  }
}
