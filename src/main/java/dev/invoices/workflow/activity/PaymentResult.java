package dev.invoices.workflow.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.invoices.payment.Receipt;
import java.time.Instant;
import java.util.Objects;

/**
 * The result of {@link PaymentActivities#processPayment}.
 *
 * @param receipt the provider's identifier of the payment
 * @param paidAt when the money moved
 * @param attempts how many attempts it took, from 1
 * @param earlier see {@link Receipt#earlier}; false in what an older worker says
 * @param seal shows that a worker with the ledger says so, see {@link #isSealed}; empty in what an
 *     older worker says
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PaymentResult(
    String receipt,
    Instant paidAt,
    int attempts,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean earlier,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String seal) {

  public PaymentResult {
    Objects.requireNonNull(receipt, "receipt");
    Objects.requireNonNull(paidAt, "paid_at");
    seal = Objects.requireNonNullElse(seal, "");
  }

  static PaymentResult of(Receipt receipt, int attempts, Seal by, PaymentRequest request) {
    PaymentResult unsealed =
        new PaymentResult(receipt.id(), receipt.paidAt(), attempts, receipt.earlier(), "");
    return new PaymentResult(
        unsealed.receipt,
        unsealed.paidAt,
        attempts,
        unsealed.earlier,
        by.of(unsealed.parts(request)));
  }

  /** Whether a worker with the ledger answered this request so. */
  public boolean isSealed(Seal by, PaymentRequest request) {
    return by.isOf(seal, parts(request));
  }

  private String[] parts(PaymentRequest request) {
    return request.sealed("paid", receipt, paidAt.toString(), String.valueOf(earlier));
  }
}
