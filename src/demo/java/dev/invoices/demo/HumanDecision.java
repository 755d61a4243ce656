package dev.invoices.demo;

import dev.invoices.invoice.InvoiceStatus;
import java.util.Locale;
import java.util.Optional;

/** What a person decides about the invoice, and what is to come of it. */
enum HumanDecision {
  APPROVE("approve_invoice", InvoiceStatus.COMPLETED),
  REJECT("reject_invoice", InvoiceStatus.REJECTED);

  private final String tool;
  private final InvoiceStatus outcome;

  HumanDecision(String tool, InvoiceStatus outcome) {
    this.tool = tool;
    this.outcome = outcome;
  }

  /** The decision that this word, or its first letter, stands for. */
  static Optional<HumanDecision> of(String word) {
    return switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "approve", "a" -> Optional.of(APPROVE);
      case "reject", "r" -> Optional.of(REJECT);
      default -> Optional.empty();
    };
  }

  /** The tool that carries it. */
  String tool() {
    return tool;
  }

  /** How the invoice ends. */
  InvoiceStatus outcome() {
    return outcome;
  }
}
