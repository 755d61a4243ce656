package dev.invoices.server.agent;

/** What a person says in the card, part by part. */
record CardStatement(
    String invoiceId,
    String digest,
    int question,
    long submittedAt,
    boolean approved,
    boolean acknowledged) {

  CardStatement aboutInvoice(String other) {
    return new CardStatement(other, digest, question, submittedAt, approved, acknowledged);
  }

  CardStatement aboutContent(String other) {
    return new CardStatement(invoiceId, other, question, submittedAt, approved, acknowledged);
  }

  CardStatement aboutQuestion(int other) {
    return new CardStatement(invoiceId, digest, other, submittedAt, approved, acknowledged);
  }

  CardStatement aboutSubmission(long other) {
    return new CardStatement(invoiceId, digest, question, other, approved, acknowledged);
  }

  CardStatement withOtherDecision() {
    return new CardStatement(invoiceId, digest, question, submittedAt, !approved, acknowledged);
  }

  CardStatement withOtherAcknowledgement() {
    return new CardStatement(invoiceId, digest, question, submittedAt, approved, !acknowledged);
  }
}
