package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.server.conversation.DecisionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InstructionsTest {

  @ParameterizedTest
  @EnumSource(names = {"AGENT", "ASK"})
  void modelWhoseCallDecides_isToldOfTheCardFirst(DecisionPolicy policy) {
    assertThat(Instructions.under(policy))
        .containsSubsequence(
            "Where the chat shows the invoice's card with buttons, the person can decide in it",
            "A call of approve_invoice or reject_invoice");
  }

  @Test
  void modelThatMayNotSeeTheToolsThatDecide_isNotToldToCallThem() {
    assertThat(Instructions.under(DecisionPolicy.PERSON))
        .contains("Only a person decides. If you have the tools approve_invoice and reject_invoice")
        .contains("If you do not have these tools, the person decides in the invoice's card")
        .doesNotContain("A call of approve_invoice or reject_invoice");
  }
}
