package dev.invoices.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What our processes write to their standard error: lines that only they can have begun. */
public final class LogText {

  private static final String LINE =
      "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) (INFO|WARN|ERROR) .*";

  private LogText() {}

  /** Each line begins as our log's lines do, holds nothing unsafe and is of no stack trace. */
  public static void assertNotForged(List<String> log) {
    assertThat(log)
        .allSatisfy(
            line -> {
              assertThat(line).matches(LINE).doesNotContain("Exception");
              assertThat(HostileTexts.isUnsafe(line)).as("unsafe: %s", line).isFalse();
            });
  }
}
