package dev.invoices.server.card;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.invoices.text.Sha256;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * The card as an MCP resource: one HTML document that needs no network. See <a
 * href="https://github.com/modelcontextprotocol/ext-apps/blob/main/specification/2026-01-26/apps.mdx">MCP
 * Apps</a>.
 */
public final class InvoiceCard {

  /** What tells clients that it is an app. */
  static final String MIME_TYPE = "text/html;profile=mcp-app";

  private static final String FILE = "card.html";
  private static final String SEED = "__SEED__";
  private static final int HASH_DIGITS = 12;

  /** It loads nothing and connects to nothing. */
  private static final Map<String, Object> META =
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
              true));

  private final String template;
  private final String uri;
  private final CardSeed seed;

  private InvoiceCard(String template, CardSeed seed) {
    this.template = template;
    this.uri =
        "ui://invoice-processor/invoice-%s.html"
            .formatted(Sha256.hex(template).substring(0, HASH_DIGITS));
    this.seed = seed;
  }

  /**
   * Reads the card's document, which is part of this program.
   *
   * @param seed what its decisions are confirmed with
   */
  public static InvoiceCard with(CardSeed seed) {
    try (InputStream document = InvoiceCard.class.getResourceAsStream(FILE)) {
      return new InvoiceCard(new String(document.readAllBytes(), UTF_8), seed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a client reads it. It changes with the document, which clients keep until they end. */
  String uri() {
    return uri;
  }

  /** What the SDK keeps of it. */
  Resource resource() {
    return Resource.builder(uri, "invoice-card").title("Invoice").mimeType(MIME_TYPE).build();
  }

  /** The document with the seed in it, for clients that show cards, and no others. */
  ReadResourceResult contents() {
    return ReadResourceResult.builder(
            List.of(
                TextResourceContents.builder(uri, html()).mimeType(MIME_TYPE).meta(META).build()))
        .build();
  }

  String html() {
    return template.replace(SEED, seed.hex());
  }
}
