package dev.invoices.workflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionSignal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecisionGateTest {

  private final DecisionGate decisions = new DecisionGate();

  @Test
  void firstDecision_answersAndLaterOnesDoNot() {
    decisions.record(decision(false, "alice"));
    decisions.record(decision(true, "bob"));

    assertThat(decisions.isAsked()).isFalse();
    assertThat(decisions.isAnswered()).isTrue();
    assertThat(decisions.isApproved()).isFalse();
    assertThat(decisions.latest()).hasValue(decision(false, "alice"));
    assertThat(decisions.ignored()).containsExactly(decision(true, "bob"));
  }

  @Test
  void deadline_endsTheQuestionWithoutAnAnswer() {
    decisions.stopAsking();
    decisions.record(decision(true, "late"));

    assertThat(decisions.isAsked()).isFalse();
    assertThat(decisions.isAnswered()).isFalse();
    assertThat(decisions.isApproved()).isFalse();
    assertThat(decisions.latest()).isEmpty();
    assertThat(decisions.ignoredCount()).isEqualTo(1);
  }

  @Test
  void secondQuestion_notAnsweredByTheFirstDecision() {
    decisions.record(decision(true, "alice"));

    decisions.ask();

    assertThat(decisions.isAsked()).isTrue();
    assertThat(decisions.isApproved()).isFalse();
    assertThat(decisions.latest()).hasValue(decision(true, "alice"));
    decisions.record(decision(false, "bob"));
    assertThat(decisions.latest()).hasValue(decision(false, "bob"));
  }

  @Test
  void manyDecisionsOfAResumedRun_addedToTheEarlierOnes() {
    DecisionGate resumed =
        DecisionGate.resumed(
            2, Optional.of(decision(true, "alice")), List.of(decision(true, "carol")), 3);
    IntStream.rangeClosed(1, 25).forEach(i -> resumed.record(decision(false, "bob " + i)));

    assertThat(resumed.latest()).hasValue(decision(true, "alice"));
    assertThat(resumed.question()).isEqualTo(2);
    assertThat(resumed.ignoredCount()).isEqualTo(28);
    assertThat(resumed.ignored()).hasSize(20).endsWith(decision(false, "bob 25"));
  }

  @Test
  void manyIgnoredDecisions_latestTwentyKeptAndAllCounted() {
    decisions.record(decision(true, "alice"));

    IntStream.rangeClosed(1, 25).forEach(i -> decisions.record(decision(false, "bob " + i)));

    assertThat(decisions.ignoredCount()).isEqualTo(25);
    assertThat(decisions.ignored()).hasSize(20);
    assertThat(decisions.ignored().get(0).by()).isEqualTo("bob 6");
    assertThat(decisions.ignored().get(19).by()).isEqualTo("bob 25");
  }

  private static Decision decision(boolean approved, String by) {
    return Decision.of(approved, new DecisionSignal(by, "", "", "", ""), Instant.EPOCH);
  }
}
