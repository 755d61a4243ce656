package dev.invoices.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.LineState;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.payment.LedgerIdentity;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one run of a long invoice's workflow hands on to the next, besides the invoice itself. Its
 * size is bounded: two bits per line, and the few lines that are shown. The receipts of the others
 * are in the ledger and in the histories of the earlier runs.
 *
 * @param rules those of the first run; {@code terms} on the wire
 * @param submittedAt the start of the first run
 * @param decision the approval whose payments are being made
 * @param ignoredDecisions the latest of them
 * @param ignoredDecisionCount how many of them there were
 * @param question the number of the question that the decision answers; 1 in what earlier versions
 *     handed on
 * @param ledger to which the invoice belongs; empty in what earlier versions handed on
 * @param nextLine the line with which the payments continue; unpaid lines before it were declined
 * @param paidLines one bit per line, as of {@link java.util.BitSet#toByteArray}; bit n is line n
 * @param declinedLines in the same form
 * @param shownLines the snapshots of the lines that are shown
 * @param warnings what the first run warned of; none in what earlier versions handed on
 * @param seal of a worker with this ledger over all the rest; blank in what earlier versions handed
 *     on
 */
@JsonNaming(SnakeCaseStrategy.class)
record ContinueAsNewState(
    @JsonProperty("terms") ProcessingRules rules,
    Instant submittedAt,
    Optional<Decision> decision,
    List<Decision> ignoredDecisions,
    int ignoredDecisionCount,
    int question,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<LedgerIdentity> ledger,
    int nextLine,
    byte[] paidLines,
    byte[] declinedLines,
    List<LineSnapshot> shownLines,
    List<InvoiceWarning> warnings,
    String seal) {

  ContinueAsNewState {
    Objects.requireNonNull(rules, "terms");
    Objects.requireNonNull(submittedAt, "submitted_at");
    Objects.requireNonNull(decision, "decision");
    ignoredDecisions = List.copyOf(ignoredDecisions);
    question = Math.max(question, 1);
    ledger = Objects.requireNonNullElse(ledger, Optional.empty());
    Objects.requireNonNull(paidLines, "paid_lines");
    Objects.requireNonNull(declinedLines, "declined_lines");
    shownLines = List.copyOf(shownLines);
    warnings = List.copyOf(Objects.requireNonNullElse(warnings, List.of()));
    seal = Objects.requireNonNullElse(seal, "");
  }

  /**
   * Whether it can be the state of an invoice. One of ours is; a stranger's may name lines that the
   * invoice does not have, or call a line free that is to be paid.
   */
  boolean fits(Invoice invoice) {
    int lines = invoice.lines().size();
    return nextLine >= 1
        && nextLine <= lines
        && areNumbersUpTo(lines, paidLines)
        && areNumbersUpTo(lines, declinedLines)
        && shownLines.stream().allMatch(shown -> isOf(invoice, shown));
  }

  private static boolean areNumbersUpTo(int last, byte[] lineNumbers) {
    BitSet numbers = BitSet.valueOf(lineNumbers);
    return !numbers.get(0) && numbers.length() <= last + 1;
  }

  private static boolean isOf(Invoice invoice, LineSnapshot shown) {
    return shown.line() >= 1
        && shown.line() <= invoice.lines().size()
        && shown.state() != null
        && (shown.state() != LineState.FREE
            || invoice.lines().get(shown.line() - 1).amount().signum() == 0);
  }

  /** The same under a seal. */
  ContinueAsNewState sealed(String by) {
    return new ContinueAsNewState(
        rules,
        submittedAt,
        decision,
        ignoredDecisions,
        ignoredDecisionCount,
        question,
        ledger,
        nextLine,
        paidLines,
        declinedLines,
        shownLines,
        warnings,
        by);
  }
}
