package dev.invoices.workflow.activity;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * The result of {@link PaymentActivities#processPayment}.
 *
 * @param receipt the provider's identifier of the payment
 * @param paidAt when the money moved
 * @param attempts how many attempts it took, from 1
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PaymentResult(String receipt, Instant paidAt, int attempts) {}
