package dev.invoices.payment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A provider that behaves for each invoice as its test says. */
public final class GatewayPerInvoice implements PaymentGateway {

  private final Map<String, RecordingGateway> gateways = new ConcurrentHashMap<>();

  /** The one that pays this invoice. */
  public RecordingGateway of(String invoiceId) {
    return gateways.computeIfAbsent(invoiceId, id -> new RecordingGateway());
  }

  @Override
  public Receipt pay(Payment payment) throws PaymentDeclinedException {
    return of(payment.invoiceId()).pay(payment);
  }

  @Override
  public Map<Integer, Receipt> find(List<Payment> payments, Optional<Fence> fence) {
    return payments.isEmpty() ? Map.of() : of(payments.get(0).invoiceId()).find(payments, fence);
  }

  @Override
  public LedgerIdentity ledger() {
    return RecordingGateway.LEDGER;
  }
}
