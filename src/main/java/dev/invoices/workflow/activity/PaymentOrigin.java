package dev.invoices.workflow.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.invoices.payment.LedgerIdentity;
import java.time.Instant;
import java.util.Optional;

/**
 * For which submission of an invoice something is asked, and of which ledger.
 *
 * @param namespace Temporal's, in which the invoice is processed
 * @param submission the first run of its workflow; empty in what older workers ask
 * @param ledger the one that first saw the invoice; empty when that is unknown
 * @param request tells this request from every other: the run that asks, a slash and a number;
 *     empty in what older workers ask
 * @param askedAt when the workflow asks, by Temporal's clock, which all runs of an invoice share;
 *     not earlier than a request before it in the same run, and an inquiry later; empty in what
 *     older workers ask
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PaymentOrigin(
    String namespace,
    Optional<String> submission,
    Optional<LedgerIdentity> ledger,
    Optional<String> request,
    Optional<Instant> askedAt) {}
