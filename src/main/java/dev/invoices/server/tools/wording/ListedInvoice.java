package dev.invoices.server.tools.wording;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.invoices.client.record.OpenInvoice;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.Money;
import dev.invoices.text.Quote;
import dev.invoices.text.UtcTime;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An open invoice as a list shows it: what a person needs to choose the one to decide about.
 *
 * @param id the id by which every tool finds it
 * @param vendor empty when unknown
 * @param currency empty, like the total, when another program submitted it, and until a worker has
 *     read it
 * @param approvalDeadline when it is rejected or stopped without a decision
 * @param warnings what a person should know before they decide
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ListedInvoice(
    String id,
    String workflowId,
    String vendor,
    Optional<Currency> currency,
    Optional<BigDecimal> total,
    InvoiceStatus status,
    Optional<Instant> approvalDeadline,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<InvoiceWarning> warnings) {

  /** What Temporal's list says of it. */
  public static ListedInvoice of(OpenInvoice invoice) {
    Optional<InvoiceSnapshot> memo = invoice.snapshot().filter(said -> invoice.isTakenUp());
    return new ListedInvoice(
        invoice.id(),
        invoice.run().workflowId(),
        memo.map(InvoiceSnapshot::vendor).orElse(""),
        memo.map(InvoiceSnapshot::currency),
        memo.map(InvoiceSnapshot::total),
        invoice.status(),
        invoice.deadline(),
        memo.map(InvoiceSnapshot::warnings).orElse(List.of()));
  }

  /** The same as lines of text. */
  public List<String> lines() {
    return lines("-");
  }

  /**
   * The same.
   *
   * @param bullet what stands before the first line
   */
  public List<String> lines(String bullet) {
    return Stream.concat(
            Stream.of(bullet + " " + line()),
            warnings.stream().map(warning -> "Warning: " + warning.text()))
        .toList();
  }

  private String line() {
    Optional<String> amount =
        currency.flatMap(code -> total.map(sum -> new Money(code, sum).toString()));
    return "%s: %s%s%s%s"
        .formatted(
            Quote.word(id),
            amount.map(sum -> sum + ", ").orElse("") + status.text(),
            amount.isPresent() ? "" : ", " + withoutContent(),
            approvalDeadline.map(at -> ", decide by " + UtcTime.text(at)).orElse(""),
            vendor.isEmpty() ? "" : ", vendor: " + Quote.of(vendor));
  }

  private String withoutContent() {
    return status == InvoiceStatus.PROCESSING
        ? "its content is listed once a worker has read it"
        : "unknown total";
  }
}
