package dev.invoices.payment;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves no money: logs the payment, as the tutorial does, and gives a receipt that depends on the
 * idempotency key alone, so that a repetition gets the same one.
 */
public final class SimulatedPaymentGateway implements PaymentGateway {

  private static final Logger log = LoggerFactory.getLogger(SimulatedPaymentGateway.class);

  private final Clock clock;

  public SimulatedPaymentGateway(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Receipt pay(Payment payment) {
    log.info(
        "Processing payment {}: {} - {}",
        payment.idempotencyKey(),
        payment.item(),
        payment.amount());
    byte[] key = payment.idempotencyKey().getBytes(StandardCharsets.UTF_8);
    return new Receipt("SIM-" + UUID.nameUUIDFromBytes(key), clock.instant());
  }
}
