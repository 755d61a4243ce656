package dev.invoices.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/** What people and models read of an answer: lines that only the product itself can have begun. */
public final class AnswerText {

  private static final Pattern FIRST_LINE =
      Pattern.compile(
          "(Started processing invoice .+\\. Workflow ID: \"?invoice-.+"
              + "|Nothing was done: the input is not valid\\. Correct it and call again\\."
              + "|Temporal knows no invoice .+\\. Check the id with the person\\. .*"
              + "|(Not submitted: a different i|Not submitted: i|I)nvoice .*"
              + "|Not submitted: the id .+ belongs to an .*"
              + "|This Temporal cannot list invoices\\. Ask for the status of one invoice by its id\\."
              + "|Sent (approval|rejection) signal for invoice .+)");

  private static final Pattern OTHER_LINE =
      Pattern.compile(
          "((Vendor|Number|Purchase order|Extra \"[^\"]*\"|Line \\d+, description): \"[^\"]*\"$"
              + "|Line \\d+: [A-Z]{3} -?[\\d,.]+( \\([^\"]*\\))?, [^\"]+: \"[^\"]*\"(, reason: \"[^\"]*\")?$"
              + "|(Last d|D)ecision: (approved|rejected)( as no duplicate)?( by an agent| in a form| in the card| at the terminal| by a signal)? at [-0-9: ]+ UTC( (by|for) \"[^\"]*\")?( through \"[^\"]*\")?( with the note \"[^\"]*\")?$"
              + "|Web UI: http://[a-z0-9.]+:\\d+/namespaces/[a-z0-9-]+/workflows/invoice-[\\w.~%+*-]+/[0-9a-f-]{36}$"
              + "|Status: |Warning: |Payment: one payment of the total |Total: |Issued: |Due: |Paid: |Closed: |- |and [\\d,]+ more lines?"
              + "|A person must approve or reject it by |Its lines are shown when a worker answers\\.|No worker answered in time, so "
              + "|Ignored because it came too late: "
              + "|\\d+ payments are retried\\.|A payment is retried ).*");

  private AnswerText() {}

  /** The lines of a tool's answer, none of which is forged. */
  public static List<String> lines(JsonNode answer) {
    JsonNode content = answer.at("/result/content");
    assertThat(content).as("content of %s", answer).hasSize(1);
    assertThat(content.at("/0/type").asText()).isEqualTo("text");
    List<String> lines = List.of(content.at("/0/text").asText().split("\n", -1));
    assertThat(lines.get(0)).matches(FIRST_LINE);
    assertOurs(lines);
    assertThat(lines).noneMatch(HostileTexts::isUnsafe);
    return lines;
  }

  /** Each line after the first is one of ours, and what others wrote stands in it in quotes. */
  public static void assertOurs(List<String> lines) {
    assertThat(lines.subList(1, lines.size()))
        .allSatisfy(line -> assertThat(line).matches(OTHER_LINE));
  }

  /** How many lines begin so. */
  public static long count(List<String> lines, String beginning) {
    return lines.stream().filter(line -> line.startsWith(beginning)).count();
  }

  /** No text anywhere in an answer holds what could not be seen; only the tool's text has lines. */
  public static void assertSafe(JsonNode node) {
    if (node.isTextual()) {
      assertThat(HostileTexts.isUnsafe(node.textValue())).as("unsafe: %s", node).isFalse();
    }
    node.properties()
        .forEach(
            field -> {
              assertThat(HostileTexts.isUnsafe(field.getKey())).isFalse();
              if (!field.getKey().equals("content")) {
                assertSafe(field.getValue());
              }
            });
    if (node.isArray()) {
      node.forEach(AnswerText::assertSafe);
    }
  }
}
