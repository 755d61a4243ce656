package dev.invoices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps phrases that sound translated out of the texts of the product, of its programs and of the
 * bundle, out of their comments, and out of the documents. The glossary in {@code
 * .github/CONTRIBUTING.md} explains them and is the one place that may hold them.
 */
class WordingTest {

  /** Regular expressions, with what to write instead. */
  private static final Map<String, String> PHRASES =
      ordered(
          "nobody|somebody|anybody|whoever", "name the actor: the person, the client, the worker",
          "is closed since", "was closed at",
          "(is|are|seen?|sees) to (its|their) end", "finish",
          "be it", "leave it out and name the cases",
          "or rather", "decide on one wording",
          "at fault|faulty", "invalid",
          "for ever", "permanently, endlessly",
          "(come|comes|came) to nothing", "fails, has no effect",
          "(is|are) no matter|no matter yet", "you can ignore this",
          "(must be|give|as) a text", "a string",
          "(is|are) none of", "is not one of",
          "that (is|are) none", "that is not valid",
          "(known|known here) are", "Known fields: ...",
          "a fault of its own", "an internal error",
          "(go|goes|went) on", "continue",
          "under way", "in progress, open",
          "(hear|hears) of", "learn, receive",
          "taken for", "treated as, read as",
          "mend|mends|mended", "clean, correct",
          "without a word|in silence", "silently");

  /** The product and its programs, how they are installed, and the documents. */
  private static final List<String> FOLDERS =
      List.of(
          "src/main",
          "src/demo",
          "src/benchmark",
          "src/training",
          "src/bundle",
          "src/service",
          "docs",
          ".github");

  /** The files in them that hold sentences of ours. */
  private static final Pattern TEXT =
      Pattern.compile("\\.(java|md|html|json|xml|yml|properties|plist|service)$");

  /** Between two words: white space, or where a comment or a string goes to the next line. */
  private static final String GAP = "[\\s*/\"+]+";

  private record Finding(String file, long line, String phrase, String instead) {
    @Override
    public String toString() {
      return "%s:%d says \"%s\"; write instead: %s".formatted(file, line, phrase, instead);
    }
  }

  @Test
  void productAndDocuments_saySoInPlainEnglish() {
    assertThat(texts().flatMap(file -> findings(file.toString(), read(file))))
        .as("phrases to reword; see the glossary in .github/CONTRIBUTING.md")
        .isEmpty();
  }

  @Test
  void whatAPersonReads_isLookedAt() {
    assertThat(texts())
        .extracting(file -> file.getFileName().toString())
        .contains("McpServer.java", "card.html", "manifest.json", "Demo.java", "installing.md");
  }

  @Test
  void phrase_foundWithItsLine() {
    assertThat(findings("A.java", "class A {\n  // It waits for ever.\n}\n"))
        .containsExactly(new Finding("A.java", 2, "for ever", "permanently, endlessly"));
  }

  @Test
  void phraseOverTwoLinesOfACommentOrAString_found() {
    assertThat(findings("A.java", "/** It waits for\n * ever. */\n")).hasSize(1);
    assertThat(findings("A.java", "say(\"It waits for \"\n    + \"ever.\");\n")).hasSize(1);
  }

  @Test
  void phraseInsideAnotherWord_isNone() {
    assertThat(findings("A.java", "The maybe item recommends a category on request.")).isEmpty();
  }

  @Test
  void glossary_mayNameWhatToAvoid() {
    String guide =
        """
        # Guide
        Nobody reads this.
        ## Glossary
        | for ever | permanently |
        ## After it
        It waits for ever.
        """;

    assertThat(findings("GUIDE.md", guide)).extracting(Finding::line).containsExactly(2L, 6L);
  }

  private static Stream<Path> texts() {
    return Stream.concat(
        Stream.of(Path.of("README.md")),
        FOLDERS.stream().map(Path::of).flatMap(folder -> textsIn(folder)));
  }

  private static Stream<Path> textsIn(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> TEXT.matcher(file.toString()).find()).sorted().toList().stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<Finding> findings(String file, String text) {
    String read = file.endsWith(".md") ? withoutGlossary(text) : text;
    return PHRASES.entrySet().stream().flatMap(phrase -> findings(file, read, phrase));
  }

  private static Stream<Finding> findings(String file, String text, Entry<String, String> phrase) {
    return Pattern.compile(
            "\\b(?:" + String.join(GAP, phrase.getKey().split(" ")) + ")\\b",
            Pattern.CASE_INSENSITIVE)
        .matcher(text)
        .results()
        .map(
            found ->
                new Finding(
                    file,
                    line(text, found),
                    found.group().replaceAll(GAP, " "),
                    phrase.getValue()));
  }

  /** The section is emptied, so that the lines after it keep their numbers. */
  private static String withoutGlossary(String markdown) {
    return Pattern.compile("^#+ Glossary$.*?(?=^#|\\z)", Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(markdown)
        .replaceAll(
            section -> "\n".repeat((int) section.group().chars().filter(c -> c == '\n').count()));
  }

  private static long line(String text, MatchResult found) {
    return 1 + text.substring(0, found.start()).chars().filter(c -> c == '\n').count();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> ordered(String... phrasesAndInstead) {
    Map<String, String> phrases = new LinkedHashMap<>();
    for (int i = 0; i < phrasesAndInstead.length; i += 2) {
      phrases.put(phrasesAndInstead[i], phrasesAndInstead[i + 1]);
    }
    return phrases;
  }
}
