package dev.invoices.payment.ledger;

import dev.invoices.payment.Fence;
import dev.invoices.payment.Payment;
import dev.invoices.payment.Receipt;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the ledger has of some payments.
 *
 * @param receipts of those that were made, by the number of the line
 * @param begun the rounds that the question is about and whose outcome is not known: those of the
 *     same payments, or with a fence all that it stops, because what it stops must be settled
 * @param now the ledger's time when they were read
 */
record FoundPayments(Map<Integer, Receipt> receipts, List<LedgerEntry> begun, Instant now) {

  /**
   * Reads it.
   *
   * @param payments all of one invoice
   */
  static FoundPayments of(
      List<Payment> payments, Optional<Fence> fence, Connection connection, Instant now)
      throws SQLException {
    Map<Integer, LedgerEntry> same = same(payments, new PaymentSearch(connection));
    Map<Integer, Receipt> receipts = new HashMap<>();
    for (Payment payment : payments) {
      Optional.ofNullable(same.get(payment.line()))
          .flatMap(entry -> entry.receiptFor(payment))
          .ifPresent(receipt -> receipts.put(payment.line(), receipt));
    }
    return new FoundPayments(
        receipts,
        fence.isPresent()
            ? stopped(fence.get(), new PaymentTable(connection))
            : same.values().stream().filter(entry -> entry.state() == RoundState.BEGUN).toList(),
        now);
  }

  private static Map<Integer, LedgerEntry> same(List<Payment> payments, PaymentSearch search)
      throws SQLException {
    Map<Integer, LedgerEntry> made = new HashMap<>();
    if (!payments.isEmpty()) {
      for (LedgerEntry entry : search.ofInvoice(payments.get(0))) {
        made.put(entry.line(), entry);
      }
    }
    Map<Integer, LedgerEntry> same = new HashMap<>();
    for (Payment payment : payments) {
      Optional.ofNullable(made.get(payment.line()))
          .filter(entry -> entry.isSameAs(payment))
          .ifPresent(entry -> same.put(payment.line(), entry));
    }
    return same;
  }

  private static List<LedgerEntry> stopped(Fence fence, PaymentTable table) throws SQLException {
    return table.begunOfInvoice(fence.invoiceId()).stream()
        .filter(entry -> fence.stops(entry.payment()))
        .toList();
  }
}
