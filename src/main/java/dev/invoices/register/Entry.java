package dev.invoices.register;

import java.util.List;

/**
 * What a register says of an invoice that has arrived.
 *
 * @param first whether it had no arrival of this run on record
 * @param findings those that arrived before it and are possibly the same, at most {@link
 *     InvoiceRegister#MAX_FINDINGS}, the most relevant first
 */
public record Entry(boolean first, List<Finding> findings) {

  public Entry {
    findings = List.copyOf(findings);
  }
}
