package dev.invoices.server.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.testkit.ToolReply;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a case says in words must come out. */
enum Claim {
  STARTED(
      "^(?:STARTED|accept\\b)",
      (words, given, reply) -> {
        assertThat(reply.code()).as(reply.text()).isEqualTo("STARTED");
        SubmittedFields.of(given).assertIn(invoice(reply));
      }),
  INVALID_INPUT(
      "^(?:INVALID_INPUT|refuse\\b)",
      (words, given, reply) ->
          assertThat(reply.code()).as(reply.text()).isEqualTo("INVALID_INPUT")),
  FIELD(
      "naming (\\w+)(?: and (\\w+))?",
      (words, given, reply) ->
          assertThat(reply.content().path("faults"))
              .anySatisfy(
                  fault -> {
                    assertThat(fault.get("path").asText()).matches("(.+\\.)?" + words.group(1));
                    if (words.group(2) != null) {
                      assertThat(fault.get("problem").asText()).contains(words.group(2));
                    }
                  })),
  CREDIT_NOTE(
      "saying that it is a credit note|credit note[:,] .*|the payable amount is negative",
      (words, given, reply) -> assertThat(reply.text()).contains("is a credit note")),
  NOTHING_TO_PAY(
      "the payable amount is zero",
      (words, given, reply) -> assertThat(reply.text()).contains("nothing to pay")),
  DIFFERENCE(
      "the difference ([\\d.]+)",
      (words, given, reply) -> assertThat(reply.text()).contains("but is " + words.group(1))),
  /** Said of the sum of the lines; the refusal says it of the total that the invoice states. */
  SUM(
      "the document does not add up: its lines and taxes make ([\\d.]+) (more|less) than its payable amount",
      (words, given, reply) ->
          assertThat(reply.text())
              .contains(
                  "but is %s %s."
                      .formatted(words.group(1), words.group(2).equals("more") ? "less" : "more"))),
  FRACTIONS(
      "the document adds up only after rounding: .*",
      (words, given, reply) ->
          assertThat(reply.content().path("faults"))
              .anySatisfy(
                  fault -> assertThat(fault.get("path").asText()).matches(".*\\.(amount|total)"))),
  TAX(
      "that tax is a line of its own",
      (words, given, reply) ->
          assertThat(reply.text()).containsPattern("Tax,.* goes into a line of its own")),
  ONE_PAYMENT(
      "one payment(?: of ([\\d.]+))?",
      (words, given, reply) -> {
        assertThat(invoice(reply).onePayment()).isTrue();
        assertThat(reply.text()).contains("one payment of the total covers all lines");
        if (words.group(1) != null) {
          assertThat(invoice(reply).total()).isEqualByComparingTo(words.group(1));
        }
      }),
  TWO_PAYMENTS(
      "two payments and one line without",
      (words, given, reply) -> {
        assertThat(invoice(reply).onePayment()).isFalse();
        assertThat(invoice(reply).linesFree()).isEqualTo(1);
        assertThat(invoice(reply).lineCount()).isEqualTo(3);
      }),
  ALL_SHOWN(
      "all shown",
      (words, given, reply) ->
          SubmittedFields.of(given)
              .values()
              .forEach(value -> assertThat(reply.text()).contains(value))),
  NO_WARNING(
      "no warning",
      (words, given, reply) -> {
        assertThat(invoice(reply).warnings()).isEmpty();
        assertThat(reply.text()).doesNotContain("Warning");
      }),
  EXACT(
      "exact",
      (words, given, reply) ->
          assertThat(invoice(reply).total())
              .isEqualTo(new BigDecimal(given.get("total").asText()))),
  CURRENCY(
      "in ([A-Z]{3})$",
      (words, given, reply) ->
          assertThat(invoice(reply).currency().getCurrencyCode()).isEqualTo(words.group(1))),
  ITEM(
      "item reads \"(.*)\"",
      (words, given, reply) ->
          assertThat(invoice(reply).lines().get(0).item()).isEqualTo(words.group(1))),
  KEPT(
      "kept",
      (words, given, reply) ->
          assertThat(invoice(reply).vendor()).isEqualTo(given.get("vendor").asText()));

  private static final Pattern BETWEEN = Pattern.compile("(?:[, ]|and)*");

  private final Pattern words;
  private final Check check;

  Claim(String words, Check check) {
    this.words = Pattern.compile(words);
    this.check = check;
  }

  /** Whether what came out is so. */
  @FunctionalInterface
  private interface Check {
    void make(Matcher words, JsonNode given, ToolReply reply);
  }

  /**
   * Compares what came out with all that a case says. A word that is not understood is a deviation
   * of its own: otherwise nobody would see that nothing checks it.
   *
   * @param given the invoice as it was submitted
   */
  static void assertAll(String expected, JsonNode given, ToolReply reply) {
    String left = expected;
    for (Claim claim : values()) {
      Matcher found = claim.words.matcher(left);
      if (found.find()) {
        claim.check.make(found, given, reply);
        left = left.substring(0, found.start()) + left.substring(found.end());
      }
    }
    assertThat(left).as("what is not understood of \"%s\"", expected).matches(BETWEEN);
  }

  private static InvoiceSnapshot invoice(ToolReply reply) {
    return reply.invoice().orElseThrow(() -> new AssertionError("no invoice: " + reply.text()));
  }
}
