package dev.invoices.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class UtcTimeTest {

  @Test
  void instant_shownInUtcToTheSecond() {
    assertThat(UtcTime.text(Instant.parse("2026-01-31T23:59:59.999Z")))
        .isEqualTo("2026-01-31 23:59:59 UTC");
  }
}
