package dev.invoices.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Compares the whole text of a tool result with {@code src/test/resources/results/KIND.txt}. Times,
 * receipts, addresses and the person's name become placeholders such as {@code <time>}.
 *
 * <p>After a change of words, record all files again and read the difference. Some of them need the
 * {@code temporal} command on the PATH and otherwise stay as they are:
 *
 * <pre>{@code
 * mvn verify -Dgroups=results -Drecord=true -Dmaven.test.failure.ignore=true
 * git diff src/test/resources/results
 * }</pre>
 *
 * <p>A test that records fails after its last step, so a build that records cannot pass unnoticed.
 * Test classes use this through {@link ComparesResults}.
 */
public final class GoldenResult implements AfterEachCallback {

  private static final boolean RECORD = Boolean.getBoolean("record");
  private static final Path DIRECTORY = Path.of("src", "test", "resources", "results");

  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?: UTC|Z)");
  private static final Pattern RECEIPT = Pattern.compile("\\bSBX-[0-9a-f-]{36}\\b");
  private static final Pattern WEB_UI = Pattern.compile("(?m)^Web UI: http.*/[0-9a-f-]{36}$");
  private static final Pattern ADDRESS = Pattern.compile("\\b127\\.0\\.0\\.1:\\d+\\b");

  /** The settings before it and the folder of its jar differ from test to test. */
  private static final Pattern CHECK =
      Pattern.compile("(?:[A-Z_]+=\\S+ )*java -jar \\S*target/invoice-server\\.jar --check");

  private static final Pattern PERSON =
      Pattern.compile("\\b(by|for) \"" + Pattern.quote(System.getProperty("user.name")) + "\"");

  private static final Map<String, String> RECORDED = new ConcurrentHashMap<>();
  private static final ConcurrentLinkedQueue<String> UNREPORTED = new ConcurrentLinkedQueue<>();

  /** JUnit creates it, see {@link ComparesResults}. */
  public GoldenResult() {}

  /**
   * Compares a result with the golden file of its kind, or records the file.
   *
   * @param kind the name of the file without its ending, for example {@code already-open}
   * @throws AssertionError when they differ, or when two results of one kind do
   */
  public static void assertGolden(String kind, ToolReply reply) {
    assertGolden(kind, reply.text());
  }

  /** Compares a result in which this value may differ from test to test. */
  public static void assertGolden(String kind, ToolReply reply, String value, String placeholder) {
    assertThat(reply.text()).contains(value);
    assertGolden(kind, reply.text().replace(value, placeholder));
  }

  /** Compares any text that was read from results. */
  public static void assertGolden(String kind, String wording) {
    String text = withPlaceholders(wording);
    Path file = DIRECTORY.resolve(kind + ".txt");
    try {
      if (RECORD) {
        record(kind, file, text);
      }
      assertThat(file).as("golden file; GoldenResult says how to record it").exists();
      assertThat(text).as("text of the result %s", kind).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    String kinds = String.join(", ", UNREPORTED);
    UNREPORTED.clear();
    if (!kinds.isEmpty()) {
      throw new AssertionError(
          "Recorded, not tested: %s. Read the difference, then run without -Drecord."
              .formatted(kinds));
    }
  }

  private static void record(String kind, Path file, String text) throws IOException {
    if (RECORDED.putIfAbsent(kind, text) == null) {
      Files.createDirectories(DIRECTORY);
      Files.writeString(file, text);
      UNREPORTED.add(kind);
    }
  }

  private static String withPlaceholders(String text) {
    String result = TIME.matcher(text).replaceAll("<time>");
    result = RECEIPT.matcher(result).replaceAll("<receipt>");
    result = WEB_UI.matcher(result).replaceAll("Web UI: <page>");
    result = ADDRESS.matcher(result).replaceAll("<address>");
    result = CHECK.matcher(result).replaceAll("java -jar target/invoice-server.jar --check");
    return PERSON.matcher(result).replaceAll("$1 \"<person>\"") + "\n";
  }
}
