package dev.invoices.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown document of this repository.
 *
 * @param path where it is, from the top of the repository
 * @param lines its lines
 */
record Document(Path path, List<String> lines) {

  static final Path README = Path.of("README.md");
  static final Path REFERENCE = Path.of("docs", "reference.md");
  static final Path OPERATING = Path.of("docs", "operating.md");
  static final Path TROUBLESHOOTING = Path.of("docs", "troubleshooting.md");

  private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```[a-z]*\n(.*?)^ *```$");
  private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
  private static final Pattern LINK = Pattern.compile("!?\\[[^]\n]+]\\(([^)\n]+)\\)");
  private static final Pattern NOT_IN_ANCHORS = Pattern.compile("[^\\p{L}\\p{N} _-]");

  static Document read(Path path) throws IOException {
    return new Document(path, Files.readAllLines(path));
  }

  /** Every document of the repository. */
  static List<Document> all() throws IOException {
    List<Document> documents = new ArrayList<>(List.of(read(README)));
    for (String folder : List.of("docs", ".github")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
          documents.add(read(file));
        }
      }
    }
    return documents;
  }

  String text() {
    return String.join("\n", lines);
  }

  /** The lines that a person reads as text: no tables, no code. */
  List<String> prose() {
    return withoutCode().lines().filter(line -> !line.startsWith("|")).toList();
  }

  /** Everything that stands between backticks, in spans and in blocks, a line each. */
  List<String> code() {
    return Stream.concat(
            groups(BLOCK, text()).flatMap(String::lines).map(String::strip),
            groups(SPAN, withoutCode()))
        .toList();
  }

  /** Where its links and pictures lead, without those to other sites. */
  List<String> relativeLinks() {
    return groups(LINK, withoutCode()).filter(link -> !link.startsWith("http")).toList();
  }

  /** The anchors of its headings, as GitHub makes them. */
  List<String> anchors() {
    return withoutCode()
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(title -> NOT_IN_ANCHORS.matcher(title).replaceAll("").replace(' ', '-'))
        .toList();
  }

  /** What stands under a heading, up to the next one of any level. */
  String section(String heading) {
    Pattern section =
        Pattern.compile("(?ms)^#+ " + Pattern.quote(heading) + "$\n(.*?)(?=^#+ |\\z)");
    return groups(section, text())
        .findFirst()
        .orElseThrow(() -> new AssertionError("%s has no heading %s".formatted(path, heading)));
  }

  private String withoutCode() {
    return BLOCK.matcher(text()).replaceAll("");
  }

  /** The first group of every match of a pattern. */
  static Stream<String> groups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1));
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
