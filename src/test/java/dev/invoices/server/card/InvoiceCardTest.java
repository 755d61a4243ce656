package dev.invoices.server.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.decision.DecisionMethod;
import dev.invoices.text.Sha256;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvoiceCardTest {

  private static final Path TEMPLATE =
      Path.of("src/main/resources/dev/invoices/server/card/card.html");
  private static final int MAX_BYTES = 40_000;

  @TempDir private Path directory;

  @Test
  void uri_changesWithTheDocumentAndNotWithTheSeed() throws Exception {
    String hash = Sha256.hex(Files.readString(TEMPLATE)).substring(0, 12);

    assertThat(card("ann").uri())
        .isEqualTo("ui://invoice-processor/invoice-" + hash + ".html")
        .isEqualTo(card("bob").uri());
  }

  @Test
  void html_holdsTheSeedOnce() {
    CardSeed seed = new CardSeed(directory);
    String html = InvoiceCard.with(seed).html();

    assertThat(html).containsOnlyOnce("const SEED = \"" + seed.hex() + "\";");
    assertThat(html).doesNotContain("__SEED__").startsWith("<!DOCTYPE html>");
  }

  @Test
  void contents_allowNoNetwork() {
    InvoiceCard card = card("ann");
    TextResourceContents contents = (TextResourceContents) card.contents().contents().get(0);

    assertThat(contents.uri()).isEqualTo(card.uri());
    assertThat(contents.mimeType()).isEqualTo("text/html;profile=mcp-app");
    assertThat(contents.meta())
        .isEqualTo(
            Map.of(
                "ui",
                Map.of(
                    "csp",
                    Map.of(
                        "connectDomains", List.of(),
                        "resourceDomains", List.of(),
                        "frameDomains", List.of(),
                        "baseUriDomains", List.of()),
                    "prefersBorder",
                    true)));
  }

  @Test
  void document_isSmall() throws Exception {
    assertThat(Files.size(TEMPLATE)).isLessThan(MAX_BYTES);
  }

  @ParameterizedTest
  @EnumSource
  void waysToDecide_areInTheWordsOfEveryOtherText(DecisionMethod method) throws Exception {
    assertThat(Files.readString(TEMPLATE))
        .contains("  %s: \"%s\",\n".formatted(method.wireName(), method.text()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
        "http",
        "import ",
        "fetch(",
        "src=",
        "href=",
        "url(",
        "localStorage",
        "console."
      })
  void document_neitherMakesHtmlOfTextsNorReachesOut(String forbidden) throws Exception {
    assertThat(Files.readString(TEMPLATE)).doesNotContain(forbidden);
  }

  private InvoiceCard card(String user) {
    return InvoiceCard.with(new CardSeed(directory.resolve(user)));
  }
}
