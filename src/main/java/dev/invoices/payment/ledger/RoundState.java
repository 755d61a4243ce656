package dev.invoices.payment.ledger;

import java.util.Arrays;
import java.util.Optional;

/** How far a round has come. */
public enum RoundState {
  /** Written down; money may have moved since. */
  BEGUN("begun"),
  /** Money has moved. Final. */
  PAID("paid"),
  /** Money has certainly not moved, and will not in this round. */
  DECLINED("declined");

  private final String text;

  RoundState(String text) {
    this.text = text;
  }

  /** As in the ledger, and for people. */
  public String text() {
    return text;
  }

  /** The state with a text; empty when there is none. */
  static Optional<RoundState> of(String text) {
    return Arrays.stream(values()).filter(state -> state.text.equals(text)).findFirst();
  }
}
