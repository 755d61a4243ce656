package dev.invoices.register;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Optional;

/**
 * An invoice that has arrived.
 *
 * @param runId the first run of its workflow: another one each time that it is submitted, and the
 *     same when the workflow continues as new
 * @param invoiceId the invoice's id
 * @param vendor who is paid; blank when the invoice does not say
 * @param number the vendor's own number; blank when it is the id
 * @param currency of the total
 * @param total in the invoice's normal form
 * @param issueDate when the vendor issued it
 * @param digest of the whole invoice
 * @param arrivedAt when it was submitted
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Registration(
    String runId,
    String invoiceId,
    String vendor,
    String number,
    Currency currency,
    BigDecimal total,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<LocalDate> issueDate,
    String digest,
    Instant arrivedAt) {}
