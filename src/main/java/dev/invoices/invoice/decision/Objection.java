package dev.invoices.invoice.decision;

/** Why a decision does not count although it came in time. */
public enum Objection {
  /** It is about other content than the invoice has. */
  OTHER_CONTENT("it was about other content"),
  /** The invoice may be a duplicate, and the person has not said that it is none. */
  POSSIBLE_DUPLICATE("the person had not said that the invoice is no duplicate"),
  /** It answers an earlier question than the one that is open. */
  OTHER_QUESTION("it answered an earlier question"),
  /** It was made before an operator reset the workflow. */
  RESET("an operator had reset the workflow, so that it has to be decided anew");

  private final String text;

  Objection(String text) {
    this.text = text;
  }

  /** For people; reads on after "because". */
  public String text() {
    return text;
  }
}
