package dev.invoices.server.agent;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a result shows of an invoice, by which a decision is bound to it.
 *
 * @param question 0 when the result shows none
 */
record ShownInvoice(String id, String digest, int question) {

  /** Reads the structured content of a result about one invoice. */
  static ShownInvoice of(JsonNode content) {
    return new ShownInvoice(
        content.path("invoice_id").asText(),
        content.at("/invoice/digest").asText(),
        content.at("/invoice/question").asInt());
  }

  /** Whether the result showed so much of it that a card could decide about it. */
  boolean isWhole() {
    return !id.isEmpty() && !digest.isEmpty();
  }

  /** What a person says who decides about it in the card. */
  CardStatement decided(boolean approved, boolean acknowledged) {
    return new CardStatement(id, digest, question, approved, acknowledged);
  }
}
