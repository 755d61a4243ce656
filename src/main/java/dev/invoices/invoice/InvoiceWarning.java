package dev.invoices.invoice;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.invoices.text.LineCount;
import dev.invoices.text.Quote;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a person should know before they decide about an invoice.
 *
 * @param kind for machines
 * @param text for people, in whole sentences
 * @param otherInvoice the id of the invoice of which this one may be a duplicate
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record InvoiceWarning(Kind kind, String text, Optional<String> otherInvoice) {

  private static final int MAX_FILE_LENGTH = 200;
  private static final int MAX_LINES_NAMED = 10;

  private static final String WAS_RESET =
      "An operator reset this invoice's workflow. Earlier decisions do not count any more. ";

  /** Before what others wrote in the warning of a possible duplicate, which comes last. */
  private static final String WHICH = " Its id: ";

  /** What a warning is about. */
  public enum Kind {
    /**
     * An invoice that was seen before may be the same one; an approval has to say that it is not.
     */
    POSSIBLE_DUPLICATE,
    /** The invoices seen before could not be searched for duplicates. */
    NOT_CHECKED_FOR_DUPLICATES,
    /** The due date has passed. */
    PAST_DUE,
    /** An operator reset the workflow: what was decided before does not count any more. */
    RESET,
    /** What an earlier run of the workflow has said is not what this ledger's workers say. */
    NOT_HANDED_ON,
    /** The ledger has earlier payments of it that do not count for this submission. */
    PAID_OTHERWISE
  }

  /** Whether one of the warnings is of a kind. */
  public static boolean isAmong(List<InvoiceWarning> warnings, Kind kind) {
    return warnings.stream().anyMatch(warning -> warning.kind() == kind);
  }

  /**
   * Of a workflow that an operator has reset.
   *
   * @param ledger the file of the ledger that was asked
   */
  public static InvoiceWarning reset(String ledger) {
    return of(Kind.RESET, WAS_RESET + decideAboutTheRest(ledger));
  }

  /**
   * The same, when the ledger has no record of the invoice from before the reset: then the
   * workflow's history does not say any more to which one the invoice belonged.
   *
   * @param ledger the file of the ledger that was asked
   */
  public static InvoiceWarning resetInNewLedger(String ledger) {
    return of(
        Kind.RESET,
        WAS_RESET
            + "This ledger did not see the invoice before the reset, so another ledger may hold payments of it. Find out before you approve: the --payments of a worker lists them. If another ledger has some, reject, start the worker with that ledger, and submit the invoice again. "
            + decideAboutTheRest(ledger));
  }

  /** Of a workflow that an operator has reset into its wait for a decision. */
  public static InvoiceWarning resetIntoWait() {
    return of(
        Kind.RESET,
        "An operator reset this invoice's workflow. The next decision does not count: after it the ledger is asked what was paid, and the person is asked again.");
  }

  /**
   * Of a run whose state no worker with the invoice's ledger has handed on.
   *
   * @param ledger the file of the ledger that was asked
   */
  public static InvoiceWarning notHandedOn(String ledger) {
    return of(
        Kind.NOT_HANDED_ON,
        "Another program, or a worker of an earlier version, ran this invoice before. Its decisions do not count. "
            + decideAboutTheRest(ledger));
  }

  /**
   * Of an invoice of which an earlier run has called lines paid that the ledger does not hold.
   *
   * @param ledger the file of the ledger that was asked
   */
  public static InvoiceWarning notHeld(String ledger) {
    return of(
        Kind.NOT_HANDED_ON,
        "An earlier run of this invoice's workflow reported payments that the ledger does not hold. The ledger may be that of a backup, or another program ran the invoice. Find out what was really paid before you approve. "
            + decideAboutTheRest(ledger));
  }

  /** Of an invoice whose lines are paid one by one, and that was paid as a whole before. */
  public static InvoiceWarning paidInOne(Money total) {
    return paidOtherwise("%s for all lines".formatted(total), "pays line by line");
  }

  /**
   * Of an invoice that is paid as a whole, and of which lines were paid before.
   *
   * @param paid for these lines together
   */
  public static InvoiceWarning paidByLine(Money paid, List<Integer> lines) {
    String which =
        lines.size() == 1
            ? "line " + lines.get(0)
            : lines.size() <= MAX_LINES_NAMED
                ? lines.stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(", ", "lines ", ""))
                : LineCount.text(lines.size());
    return paidOtherwise("%s for %s".formatted(paid, which), "has one payment for all lines");
  }

  private static InvoiceWarning paidOtherwise(String what, String submission) {
    return of(
        Kind.PAID_OTHERWISE,
        "The ledger holds earlier payments of this invoice: %s. This submission %s, so they do not count for it. The worker's --payments lists them."
            .formatted(what, submission));
  }

  /** Another ledger may hold more, which this one cannot know. */
  private static String decideAboutTheRest(String ledger) {
    return "What the ledger holds as paid is shown as paid. Decide about the rest. The ledger: "
        + Quote.of(ledger, MAX_FILE_LENGTH);
  }

  /**
   * Of an invoice that may be the same as another one.
   *
   * @param why in whole sentences of ours
   * @param itsVendor empty when the other invoice has none
   */
  public static InvoiceWarning possibleDuplicate(
      String why, String otherInvoice, String itsVendor) {
    String which =
        Quote.word(otherInvoice)
            + (itsVendor.isEmpty() ? "" : ", its vendor: " + Quote.of(itsVendor));
    return new InvoiceWarning(
        Kind.POSSIBLE_DUPLICATE, why + WHICH + which, Optional.of(otherInvoice));
  }

  /** The same with what has become of the other invoice since. */
  public InvoiceWarning withPresent(InvoiceStatus ofTheOther) {
    String now = " It is now: %s.".formatted(ofTheOther.text());
    return new InvoiceWarning(kind, text.replaceFirst(WHICH, now + WHICH), otherInvoice);
  }

  /** A warning that names no other invoice. */
  public static InvoiceWarning of(Kind kind, String text) {
    return new InvoiceWarning(kind, text, Optional.empty());
  }
}
