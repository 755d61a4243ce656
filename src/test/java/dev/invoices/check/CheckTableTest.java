package dev.invoices.check;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckTableTest {

  private static final List<CheckLine> LINES =
      List.of(
          CheckLine.good("Java", "17."),
          CheckLine.warning("Namespace", "Forgets soon."),
          CheckLine.note("Archive", "None."),
          CheckLine.bad("Worker", "None."));

  @Test
  void readerOfAllCharacters_seesSigns() {
    assertThat(printed(LINES, UTF_8))
        .containsExactly(
            "✓ Java       17.",
            "! Namespace  Forgets soon.",
            "- Archive    None.",
            "✗ Worker     None.");
  }

  @Test
  void readerOfAsciiAlone_seesWords() {
    assertThat(printed(LINES, US_ASCII))
        .containsExactly(
            "ok Java       17.",
            "!  Namespace  Forgets soon.",
            "-  Archive    None.",
            "no Worker     None.");
  }

  @Test
  void textOfAStranger_cannotPoseAsAnotherLine() {
    List<CheckLine> lines =
        List.of(CheckLine.bad("Worker", "a\n✓ Worker  fine\u001b[2J" + "x".repeat(5_000)));

    assertThat(printed(lines, UTF_8))
        .singleElement()
        .asString()
        .startsWith("✗ Worker  a ✓ Worker fine?[2Jxxx")
        .hasSizeLessThan(1_100);
  }

  @Test
  void status_isOneOnlyIfSomethingDoesNotWork() {
    assertThat(new CheckTable(LINES).status()).isEqualTo(1);
    assertThat(new CheckTable(LINES.subList(0, 3)).status()).isZero();
  }

  private static List<String> printed(List<CheckLine> lines, Charset charset) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new CheckTable(lines).print(out, charset);
    return out.toString(charset).lines().toList();
  }
}
