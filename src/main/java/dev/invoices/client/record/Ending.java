package dev.invoices.client.record;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a workflow ended.
 *
 * @param how the kind of ending
 * @param failure the reason of a {@link How#FAILED} one; empty otherwise
 * @param at when it closed
 * @param paymentsInFlight the lines whose payments were requested and had no certain end when it
 *     closed, 0 for all lines together and where it is not known: they may have been made. Empty
 *     when it could not be read whether there are any
 * @param resetUnasked whether an operator had reset it and it had not asked the ledger since, so
 *     that payments of the run before the reset may have been made
 */
public record Ending(
    How how,
    String failure,
    Instant at,
    Optional<List<Integer>> paymentsInFlight,
    boolean resetUnasked) {

  /** An ending before which every payment had come to its own end. */
  public Ending(How how, String failure, Instant at) {
    this(how, failure, at, Optional.of(List.of()), false);
  }

  /** The kinds of ending of a workflow. */
  public enum How {
    /** It has come to a result of its own. */
    COMPLETED,
    /** It has failed. */
    FAILED,
    /** Its cancellation was requested from outside. */
    CANCELLED,
    /** It was terminated from outside. */
    TERMINATED,
    /** It ran into a limit. */
    TIMED_OUT
  }
}
