package dev.invoices.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UtcTimeTest {

  @Test
  void instant_shownInUtcToTheSecond() {
    assertThat(UtcTime.text(Instant.parse("2026-01-31T23:59:59.999Z")))
        .isEqualTo("2026-01-31 23:59:59 UTC");
  }

  @ParameterizedTest
  @CsvSource({
    "P5D,             5 days",
    "P1D,             1 day",
    "PT36H,           1 day 12 hours",
    "PT1H30M,         1 hour 30 minutes",
    "PT1M1S,          1 minute 1 second",
    "PT2S,            2 seconds",
    "PT0.25S,         250 milliseconds",
    "PT1.001S,        1 second 1 millisecond",
    "PT0S,            0 seconds"
  })
  void duration_shownInWords(Duration duration, String text) {
    assertThat(UtcTime.text(duration)).isEqualTo(text);
  }
}
