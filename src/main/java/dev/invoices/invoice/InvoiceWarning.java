package dev.invoices.invoice;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Optional;

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
    /** An earlier run of the workflow was not one of this ledger's workers. */
    NOT_HANDED_ON
  }

  /** Whether one of the warnings is of a kind. */
  public static boolean isAmong(List<InvoiceWarning> warnings, Kind kind) {
    return warnings.stream().anyMatch(warning -> warning.kind() == kind);
  }

  /** Of a workflow that an operator has reset. */
  public static InvoiceWarning reset() {
    return of(
        Kind.RESET,
        "An operator reset this invoice's workflow. Earlier decisions do not count any more. What the ledger holds as paid is shown as paid. Decide about the rest.");
  }

  /** Of a run whose state no worker with the invoice's ledger has handed on. */
  public static InvoiceWarning notHandedOn() {
    return of(
        Kind.NOT_HANDED_ON,
        "Another program, or a worker with another ledger, ran this invoice before. Its decisions do not count. What the ledger holds as paid is shown as paid. Decide about the rest.");
  }

  /** A warning that names no other invoice. */
  public static InvoiceWarning of(Kind kind, String text) {
    return new InvoiceWarning(kind, text, Optional.empty());
  }
}
