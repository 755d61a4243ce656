package dev.invoices.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.JarProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What a process prints to its standard error, and when it does not wait for a reader. */
// On another thread, because one that reads from a pipe cannot be interrupted.
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StandardErrorTest {

  private static final int FEW = 5_000;
  private static final int TOO_MANY = 30_000;
  private static final Pattern COUNT =
      Pattern.compile("invoice-log: ([0-9,]+) lines were left out here, .*");

  /** Prints lines, says on standard output that it has, and ends in one way or another. */
  static final class Program {

    private Program() {}

    public static void main(String[] args) throws InterruptedException {
      StandardError.install();
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        System.err.println(line(i));
      }
      System.err.print("the last words");
      System.out.println("printed");
      switch (args[0]) {
        case "log" -> logAsTheSdkDoes();
        case "exit" -> System.exit(3);
        case "wait" -> TimeUnit.MINUTES.sleep(1);
        default -> {}
      }
    }

    private static void logAsTheSdkDoes() {
      System.err.println();
      var forged = "x\n2026-11-27T00:00:00.000Z INFO Worker - FORGED\u001b[2J\u0007\u009b\rY\r\nZ";
      LoggerFactory.getLogger("Sdk")
          .warn("Unknown workflow type " + forged, new IllegalStateException(forged));
    }
  }

  @ParameterizedTest
  @CsvSource({"exit, 3", "return, 0"})
  void normalExit_losesNothing(String end, int status) throws Exception {
    try (var process = JarProcess.start(program(end, FEW))) {
      assertThat(process.exitStatus()).isEqualTo(status);

      assertThat(process.stderr()).containsExactlyElementsOf(all(FEW));
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // has no SIGTERM
  void sigterm_losesNothing() throws Exception {
    try (var process = JarProcess.start(program("wait", FEW))) {
      process.stdoutLine(0);

      process.terminate();

      process.exitStatus();
      assertThat(process.stderr()).containsExactlyElementsOf(all(FEW));
    }
  }

  @Test
  void linesThatNobodyReads_holdNothingUp_andAreCounted() throws Exception {
    // given a process whose standard error is not read
    Process process = program("wait", TOO_MANY).start();
    try {
      // when it has printed more than pipe and queue hold, then it goes on all the same
      assertThat(process.inputReader(UTF_8).readLine()).isEqualTo("printed");

      // and when it is read, then it says how much is missing
      var lines = process.errorReader(UTF_8);
      int shown = 0;
      String line = lines.readLine();
      for (; !COUNT.matcher(line).matches(); line = lines.readLine()) {
        assertThat(line).isEqualTo(line(shown++));
      }
      assertThat(shown).isPositive();
      assertThat(shown + count(line)).isEqualTo(TOO_MANY);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void exit_waitsForNobodyWhoDoesNotRead() throws Exception {
    Process process = program("exit", TOO_MANY).start();
    try {
      assertThat(process.inputReader(UTF_8).readLine()).isEqualTo("printed");

      assertThat(process.waitFor(5, TimeUnit.SECONDS)).as("it has ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void lineBreaksAndControlsInAnEvent_beginNoLineOfTheirOwn_andTheStackTraceStays()
      throws Exception {
    try (var process = JarProcess.start(program("log", 0))) {
      process.exitStatus();

      List<String> lines = process.stderr();
      assertThat(lines.get(1)).contains("WARN Sdk - Unknown workflow type x");
      assertThat(lines.subList(2, 7))
          .containsExactly(
              "  2026-11-27T00:00:00.000Z INFO Worker - FORGED?[2J???Y",
              "  Z",
              "java.lang.IllegalStateException: x",
              "  2026-11-27T00:00:00.000Z INFO Worker - FORGED?[2J???Y",
              "  Z");
      assertThat(lines.get(7))
          .matches("\tat .*StandardErrorTest\\$Program.logAsTheSdkDoes\\(.*\\)");
      assertThat(lines).filteredOn(line -> line.startsWith("2026")).hasSize(1);
    }
  }

  private static int count(String line) {
    Matcher matcher = COUNT.matcher(line);
    assertThat(matcher.matches()).isTrue();
    return Integer.parseInt(matcher.group(1).replace(",", ""));
  }

  private static List<String> all(int count) {
    return IntStream.rangeClosed(0, count)
        .mapToObj(i -> i < count ? line(i) : "the last words")
        .toList();
  }

  private static String line(int number) {
    return "2026-01-01T00:00:00.000Z INFO Program - number %06d of a log that nobody reads"
        .formatted(number);
  }

  private static ProcessBuilder program(String end, int lines) {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        Program.class.getName(),
        end,
        Integer.toString(lines));
  }
}
