package dev.invoices.payment.ledger;

import dev.invoices.payment.Payment;
import dev.invoices.text.SafeText;

/** Why a payment is declined that the ledger already has, in whole or in part, or differently. */
final class DeclineReason {

  /** The workflow shortens a reason that is too long; what to do stands at its end. */
  private static final int MAX_NAME_LENGTH = 30;

  private DeclineReason() {}

  /**
   * For a payment that differs from the one that was made or begun.
   *
   * @param made for the same, or a part of it, or with it; perhaps to another vendor
   */
  static String of(Payment asked, LedgerEntry made) {
    return made.receipt().isPresent()
        ? ofPaid(asked, made, described(made) + ", receipt " + made.receipt().get().id())
        : "the payment of %s has begun, and it is not known yet whether it was made: %s. Reject this one, which settles it, and submit it again"
            .formatted(part(asked, made), described(made));
  }

  private static String ofPaid(Payment asked, LedgerEntry made, String proof) {
    if (made.isToVendorOf(asked) && made.line() != asked.line()) {
      return asked.isOfWholeInvoice()
          ? "line %d of this invoice was already paid: %s. It cannot be paid as a whole. Reject it, and submit the unpaid lines under another id"
              .formatted(made.line(), proof)
          : "the whole invoice was already paid in one payment: %s. Reject this one"
              .formatted(proof);
    }
    if (made.isToSimilarVendor(asked)) {
      return "a vendor of nearly this name was paid for %s: %s. Reject this one. If that was another invoice, submit the unpaid lines under a new id"
          .formatted(part(asked, made), proof);
    }
    if (made.vendor().isPresent() == asked.vendor().isPresent()) {
      return "this payment was already made for %s. Reject this one. If that was another invoice, such as one of another year, submit the unpaid lines under a new id"
          .formatted(proof);
    }
    return "the ledger has a payment for %s%s: %s. Reject this one. If that was another invoice, submit the unpaid lines under a new id"
        .formatted(
            part(asked, made),
            made.vendor().isEmpty() ? " from before vendors were recorded" : "",
            proof);
  }

  private static String part(Payment asked, LedgerEntry made) {
    if (asked.line() == made.line()) {
      return "this id and line";
    }
    return made.line() == Payment.WHOLE_INVOICE
        ? "all lines of this id"
        : "line %d of this id".formatted(made.line());
  }

  private static String described(LedgerEntry made) {
    String payee =
        made.vendor()
            .filter(name -> !name.isBlank())
            .map(name -> " to " + SafeText.of(name, MAX_NAME_LENGTH))
            .orElse("");
    return "%s, %s%s"
        .formatted(SafeText.of(made.payment().item(), MAX_NAME_LENGTH), made.amount(), payee);
  }
}
