package dev.invoices.client.record;

import java.time.Instant;

/**
 * How a workflow ended.
 *
 * @param how the kind of ending
 * @param failure the reason of a {@link How#FAILED} one; empty otherwise
 * @param at when it closed
 */
public record Ending(How how, String failure, Instant at) {

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
