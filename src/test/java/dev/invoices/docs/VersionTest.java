package dev.invoices.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The version of the project stands in the pom; everything else takes it from there. */
class VersionTest {

  private static final Pattern IN_POM = Pattern.compile("<version>([^<]+)</version>");

  /** What happened in earlier versions, and what they have recorded. */
  private static final List<Path> OF_EARLIER_VERSIONS =
      List.of(Path.of("docs", "changelog.md"), Path.of("src", "test", "resources"));

  private static final Path INSTALLED = Path.of("src", "test", "card-host", "node_modules");

  @Test
  void version_standsInThePomAlone() throws IOException {
    Matcher version = IN_POM.matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).isTrue();
    Pattern alone =
        Pattern.compile("(?<![\\d.])" + Pattern.quote(version.group(1)) + "(?![\\d.]*\\d)");

    assertThat(files())
        .hasSizeGreaterThan(100)
        .filteredOn(file -> alone.matcher(text(file)).find())
        .isEmpty();
  }

  private static List<Path> files() throws IOException {
    List<Path> found = new ArrayList<>(List.of(Path.of("README.md")));
    for (String folder : List.of("src", "docs", ".github", ".ci")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files
            .filter(Files::isRegularFile)
            .filter(file -> OF_EARLIER_VERSIONS.stream().noneMatch(file::startsWith))
            .filter(file -> !file.startsWith(INSTALLED))
            .filter(file -> !file.toString().matches(".*\\.(png|lock)|.*package-lock\\.json"))
            .forEach(found::add);
      }
    }
    return found;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }
}
