package dev.invoices.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.json.ExactJson;
import dev.invoices.payment.LedgerIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a run hands on whose invoice was approved, as JSON that a test may change. */
final class HandedOnState {

  private HandedOnState() {}

  /**
   * Without a seal.
   *
   * @param paidLines a bit for each line, from the second bit
   */
  static ObjectNode approved(
      ProcessingRules rules, Optional<LedgerIdentity> ledger, int nextLine, byte... paidLines) {
    return ExactJson.mapper()
        .valueToTree(
            new ContinueAsNewState(
                rules,
                Instant.parse("2026-01-01T00:00:00Z"),
                Optional.of(Decision.of(true, DecisionSignal.UNKNOWN, Instant.EPOCH)),
                List.of(),
                0,
                1,
                ledger,
                nextLine,
                paidLines,
                new byte[0],
                List.of(),
                List.of(),
                ""));
  }
}
