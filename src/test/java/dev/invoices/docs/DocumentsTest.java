package dev.invoices.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.server.desktop.ClaudeDesktopConfig;
import dev.invoices.server.desktop.TemporalEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents can be read, what they point to exists, and what they tell to type is known. */
class DocumentsTest {

  private static final int MAX_README_LINES = 120;
  private static final int MAX_PROSE_WIDTH = 160;

  /** A new command in a document is tried by hand first, and then added here. */
  private static final List<String> COMMANDS =
      List.of(
          "mvn -q -Pdemo",
          "mvn -q -Pdemo -Dinvoice=my-invoice.json -Ddecision=reject",
          "mvn verify",
          "mvn verify -Dsuite=full",
          "mvn test",
          "mvn test -Dtest=DocumentsTest",
          "mvn clean verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=StatusIT -Dfailsafe.failIfNoSpecifiedTests=false",
          "mvn verify -Dit.test=UpgradeIT -Dupgrade=true",
          "mvn verify -Dit.test=CasesIT -Dcases=FOLDER",
          "mvn test -Dtest=RecordedHistoriesTest -Drecord=true",
          "mvn verify -Dit.test=ToolsListIT -Drecord=true",
          "mvn verify -Dgroups=results -Drecord=true -Dmaven.test.failure.ignore=true",
          "mvn verify -Dit.test=WebUiIT -Drecord=true",
          "mvn verify -Dit.test=CardIT,CardLooksIT -Drecord=true",
          "mvn -q package -DskipTests",
          "mvn -q -Pbundle package -DskipTests",
          "mvn -q spotless:apply",
          "mvn -q -Pbenchmark",
          "mvn -q -Pbenchmark -Dbenchmark=start,lines",
          "temporal server start-dev --db-filename ~/temporal.db",
          "temporal operator namespace create --namespace invoices --retention 2160h",
          "java @target/invoice-worker.args",
          "java -jar target/invoice-worker.jar",
          "java -cp target/invoice-worker.jar:my-gateway.jar dev.invoices.worker.Worker",
          "java -jar target/invoice-worker.jar --check",
          "java -jar target/invoice-worker.jar --payments",
          "java -jar target/invoice-worker.jar --payments INV-001",
          "java -jar target/invoice-worker.jar --payments --csv",
          "java -jar target/invoice-server.jar",
          "java -jar target/invoice-server.jar --check",
          "java -jar target/invoice-server.jar --help",
          "java -jar target/invoice-server.jar --inbox",
          "java -jar target/invoice-server.jar --install",
          "java -jar target/invoice-server.jar --uninstall",
          "java -jar target/invoice-server.jar --inbox INV-001",
          "java -jar target/invoice-server.jar --print-config");

  private static final Pattern COMMAND =
      Pattern.compile("^(?:[A-Z_]+=\\S+ )*((?:mvn|java) .+|temporal [a-z]+ .+)");
  private static final Pattern TEST_CLASS = Pattern.compile("-D(?:it\\.)?test=(?!NONE)(\\w+)");
  private static final Pattern REPOSITORY_PATH =
      Pattern.compile("(?:src|docs|\\.github|\\.ci)/[\\w./-]+");

  static List<Document> documents() throws IOException {
    return Document.all();
  }

  @Test
  void readme_shortEnoughToBeRead() throws IOException {
    assertThat(Document.read(Document.README).lines()).hasSizeLessThanOrEqualTo(MAX_README_LINES);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void prose_narrowEnoughToBeRead(Document document) {
    assertThat(document.prose().stream().filter(line -> line.length() > MAX_PROSE_WIDTH)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void relativeLinks_leadSomewhere(Document document) throws IOException {
    for (String link : document.relativeLinks()) {
      String file = link.replaceFirst("#.*", "");
      Path target =
          file.isEmpty() ? document.path() : document.path().resolveSibling(file).normalize();
      assertThat(target).as("%s in %s", link, document).exists();
      if (link.contains("#")) {
        assertThat(Document.read(target).anchors())
            .as("%s in %s", link, document)
            .contains(link.replaceFirst(".*#", ""));
      }
    }
  }

  @Test
  void pictures_areAllShown() throws IOException {
    List<Path> shown =
        documents().stream()
            .flatMap(
                document ->
                    document.relativeLinks().stream()
                        .map(link -> document.path().resolveSibling(link).normalize()))
            .toList();
    try (Stream<Path> pictures = Files.list(Path.of("docs", "images"))) {
      assertThat(pictures).isNotEmpty().allSatisfy(picture -> assertThat(shown).contains(picture));
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void commands_areKnown(Document document) {
    assertThat(commands(document)).isSubsetOf(COMMANDS);
  }

  @Test
  void knownCommands_areInTheDocuments() throws IOException {
    assertThat(documents().stream().flatMap(document -> commands(document).stream()))
        .containsAll(COMMANDS);
  }

  @Test
  void testClassesInCommands_exist() throws IOException {
    List<String> sources;
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
      sources = files.map(file -> file.getFileName().toString()).toList();
    }
    assertThat(COMMANDS.stream().flatMap(command -> Document.groups(TEST_CLASS, command)))
        .isNotEmpty()
        .allSatisfy(test -> assertThat(sources).contains(test + ".java"));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void pathsOfTheRepository_exist(Document document) {
    assertThat(document.code().stream().filter(REPOSITORY_PATH.asMatchPredicate()))
        .allSatisfy(path -> assertThat(Path.of(path)).exists());
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_23) // for newer ones another is printed
  void exampleConfiguration_isWhatPrintConfigPrints() throws IOException {
    assertThat(Files.readString(Path.of("claude_desktop_config.json")).strip())
        .isEqualTo(
            ClaudeDesktopConfig.entry(
                Path.of("/absolute/path/to/java"),
                Path.of("/absolute/path/to/invoice-server.jar"),
                TemporalEnvironment.from(Map.of()),
                Optional.empty()));
  }

  private static List<String> commands(Document document) {
    return document.code().stream().flatMap(code -> Document.groups(COMMAND, code)).toList();
  }
}
