package dev.invoices.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettingNamesTest {

  private static final Path PRODUCT = Path.of("src", "main", "java");
  private static final Pattern NAME = Pattern.compile("\"(INVOICE_[A-Z_]+)\"");

  @Test
  void namesThatNeitherProgramKnows_areNamed() {
    assertThat(
            SettingNames.complaints(
                Map.of(
                    "INVOICE_TASK_QEUE", "x",
                    "INVOICE_DECISION", "person",
                    "INVOICE_TASK_QUEUE", "x",
                    "INVOICE_DECISIONS", "person",
                    "INVOICE_LEDGER", "x",
                    "TEMPORAL_ADDRES", "x")))
        .containsExactly(
            "Neither the server nor the worker has a setting INVOICE_DECISION, so it is ignored. Correct its name.",
            "Neither the server nor the worker has a setting INVOICE_TASK_QEUE, so it is ignored. Correct its name.");
  }

  @Test
  void knownNames_areThoseThatTheCodeReads() throws IOException {
    Set<String> read = new TreeSet<>();
    try (Stream<Path> files = Files.walk(PRODUCT)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("SettingNames.java")) {
          NAME.matcher(Files.readString(file))
              .results()
              .map((MatchResult found) -> found.group(1))
              .forEach(read::add);
        }
      }
    }

    assertThat(SettingNames.KNOWN).containsExactlyInAnyOrderElementsOf(read);
  }
}
