package dev.invoices.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionMethod;
import dev.invoices.invoice.decision.DecisionSignal;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a decision is told to a person. */
class DecisionSentenceTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @Test
  void acknowledgedDuplicate_standsBesideTheApproval() {
    assertThat(decision(true, Optional.of(DecisionMethod.FORM)).sentence())
        .isEqualTo(
            "approved as no duplicate in a form at 2026-01-31 12:00:00 UTC by \"alice\" through \"claude-ai\"");
    assertThat(decision(true, Optional.empty()).outcome())
        .isEqualTo("approved as no duplicate at 2026-01-31 12:00:00 UTC");
  }

  @Test
  void decisionOfAnAgent_isSaidToBeForThePerson() {
    assertThat(decision(false, Optional.of(DecisionMethod.AGENT)).sentence())
        .isEqualTo(
            "approved by an agent at 2026-01-31 12:00:00 UTC for \"alice\" through \"claude-ai\"");
  }

  @Test
  void decisionAtTheTerminal_namesTheTerminalOnce() {
    Decision decision =
        Decision.of(
            true,
            new DecisionSignal(
                "alice", "terminal", "", "r-1", "", "", 0, "", Optional.empty(), "terminal"),
            NOON);

    assertThat(decision.sentence())
        .isEqualTo("approved at the terminal at 2026-01-31 12:00:00 UTC by \"alice\"");
  }

  private static Decision decision(boolean acknowledged, Optional<DecisionMethod> how) {
    return new Decision(
        true, "alice", "claude-ai", "", "", NOON, acknowledged, Optional.empty(), how);
  }
}
