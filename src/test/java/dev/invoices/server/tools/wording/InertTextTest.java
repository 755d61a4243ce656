package dev.invoices.server.tools.wording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InertTextTest {

  @Test
  void ourCommand_canBeCopied() {
    assertThat(InertText.of("Start one (%s), #1.".formatted(Commands.START_WORKER)))
        .isEqualTo("Start one (java @target/invoice-worker.args), ＃1.");
  }

  @Test
  void whatLooksLikeOurCommand_isInert() {
    assertThat(InertText.of("java @target/other.args")).isEqualTo("java ＠target/other.args");
  }
}
