package dev.invoices.client;

import dev.invoices.invoice.Decision.Objection;
import dev.invoices.invoice.DecisionSignal;
import dev.invoices.invoice.InvoiceSnapshot;
import java.util.Optional;

/** Which decisions the workflow will ignore, as far as what is known of the invoice tells. */
final class Objections {

  private Objections() {}

  /**
   * Why a decision will not count, even if it is the first.
   *
   * @param approved whether it is an approval
   */
  static Optional<Objection> to(boolean approved, DecisionSignal signal, InvoiceSnapshot known) {
    if (signal.isAboutOther(known.digest())) {
      return Optional.of(Objection.OTHER_CONTENT);
    }
    return Optional.of(Objection.POSSIBLE_DUPLICATE)
        .filter(open -> approved && signal.leavesDuplicateOpen() && known.isPossibleDuplicate());
  }
}
