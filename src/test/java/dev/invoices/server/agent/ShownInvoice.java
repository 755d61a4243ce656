package dev.invoices.server.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What a result shows of an invoice, by which a decision is bound to it.
 *
 * @param question 0 when the result shows none
 * @param submittedAt in milliseconds since 1970; 0 when the result shows none
 */
record ShownInvoice(String id, String digest, int question, long submittedAt) {

  /** Reads the structured content of a result about one invoice. */
  static ShownInvoice of(JsonNode content) {
    return new ShownInvoice(
        content.path("invoice_id").asText(),
        content.at("/invoice/digest").asText(),
        content.at("/invoice/question").asInt(),
        milliseconds(content.at("/invoice/submitted_at").asText()));
  }

  private static long milliseconds(String time) {
    return time.isEmpty() ? 0 : Instant.parse(time).toEpochMilli();
  }

  /** Whether the result showed so much of it that a card could decide about it. */
  boolean isWhole() {
    return !id.isEmpty() && !digest.isEmpty();
  }

  /** What a person says who decides about it in the card. */
  CardStatement decided(boolean approved, boolean acknowledged) {
    return new CardStatement(id, digest, question, submittedAt, approved, acknowledged);
  }
}
