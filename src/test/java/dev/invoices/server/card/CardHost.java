package dev.invoices.server.card;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.invoices.json.ExactJson;
import dev.invoices.testkit.Chromium;
import dev.invoices.testkit.CommandOnPath;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.RawServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A client that shows the card: a browser with a page built on the official AppBridge, and behind
 * it the packaged server. What the page is is in {@code src/test/card-host}.
 */
final class CardHost implements AutoCloseable {

  /** Declares that it shows MCP Apps, as Claude Desktop does. */
  static final String INITIALIZE =
      """
      {"protocolVersion":"2025-11-25","clientInfo":{"name":"claude-ai","version":"1.2.3"},\
      "capabilities":{"extensions":{"io.modelcontextprotocol/ui":{"mimeTypes":["text/html;profile=mcp-app"]}}}}""";

  private static final Path PAGE = Path.of("src/test/card-host");
  private static final Path BRIDGE = PAGE.resolve("node_modules/bridge.bundle.js");

  /** What MCP Apps prescribes for an app that declares nothing. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self' data:; connect-src 'none'";

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** The document of the card. */
  private static final String CARD = "document.querySelector('iframe')?.contentDocument";

  private final Chromium browser;
  private final RawServer server;
  private final HttpServer pages;
  private int lastId;

  private CardHost(Chromium browser, RawServer server, HttpServer pages) {
    this.browser = browser;
    this.server = server;
    this.pages = pages;
  }

  /** Skips the calling test when the page's libraries are not installed. */
  static void requireLibraries() {
    if (!Files.exists(BRIDGE)) {
      CommandOnPath.skip(
          "The card is not tested; npm ci --prefix src/test/card-host installs the page for that");
    }
  }

  /**
   * Starts the server and opens the page.
   *
   * @param command runs the packaged server
   */
  static CardHost start(Chromium browser, ProcessBuilder command) throws Exception {
    HttpServer pages =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    CardHost host = new CardHost(browser, RawServer.start(command), pages);
    host.mcp("initialize", ExactJson.mapper().readTree(INITIALIZE));
    host.server.send(RawServer.initialized());
    pages.createContext("/", exchange -> serve(exchange, PAGE.resolve("host.html"), "text/html"));
    pages.createContext(
        "/host.js", exchange -> serve(exchange, PAGE.resolve("host.js"), "text/javascript"));
    pages.createContext("/bridge.js", exchange -> serve(exchange, BRIDGE, "text/javascript"));
    pages.createContext("/app", host::serveApp);
    pages.createContext("/mcp", host::serveMcp);
    pages.start();
    host.show();
    return host;
  }

  /** Opens its page in the browser, which may show another's. */
  void show() throws Exception {
    String page = "http://127.0.0.1:%d/".formatted(pages.getAddress().getPort());
    browser.open(URI.create(page));
    Eventually.see(
        "the host's page",
        () ->
            browser
                .evaluate(
                    "location.href === '%s' && document.body?.dataset.ready === 'true'"
                        .formatted(page))
                .asBoolean(),
        ready -> ready);
  }

  /**
   * Calls a tool as a model does, and shows its card.
   *
   * @param arguments as JSON
   * @param options of the page, as JSON
   */
  void open(String tool, String arguments, String options) throws Exception {
    browser.evaluate(
        "void (window.failure = '', openApp('%s', %s, %s).catch(e => window.failure = String(e)))"
            .formatted(tool, arguments, options));
  }

  /** All text that the card shows, as soon as it contains all of these. */
  String awaitText(String... wanted) throws Exception {
    return Eventually.see(
        "a card with " + List.of(wanted),
        LIMIT,
        () -> inCard("card?.body?.innerText ?? ''").asText() + evaluate("window.failure ?? ''"),
        text -> Stream.of(wanted).allMatch(text::contains));
  }

  /** The value of an expression in which {@code card} is the card's document. */
  JsonNode inCard(String expression) throws Exception {
    return browser.evaluate("(card => %s)(%s)".formatted(expression, CARD));
  }

  /** Clicks on the element with this id in the card. */
  void click(String id) throws Exception {
    inCard("void card.getElementById('%s').click()".formatted(id));
  }

  /** What the card has called of this tool, as soon as it has: the arguments. */
  JsonNode awaitCall(String tool) throws Exception {
    return Eventually.see(
        "a call of " + tool,
        () ->
            browser.evaluate(
                "appCalls.filter(call => call.name === '%s').map(call => call.arguments)[0] ?? null"
                    .formatted(tool)),
        call -> !call.isNull());
  }

  /** How often the card has called this tool. */
  int calls(String tool) throws Exception {
    return browser
        .evaluate("appCalls.filter(call => call.name === '%s').length".formatted(tool))
        .asInt();
  }

  /** The value of an expression in the host's page. */
  JsonNode evaluate(String expression) throws Exception {
    return browser.evaluate(expression);
  }

  byte[] picture() throws Exception {
    return browser.picture("iframe");
  }

  /** One request to the server, and its response. */
  synchronized JsonNode mcp(String method, JsonNode params) throws Exception {
    int id = ++lastId;
    ObjectNode request = ExactJson.mapper().createObjectNode();
    request.put("jsonrpc", "2.0").put("id", id).put("method", method).set("params", params);
    server.send(request.toString());
    JsonNode response = server.next();
    while (response.path("id").asInt() != id) {
      response = server.next();
    }
    return response;
  }

  @Override
  public void close() throws IOException {
    pages.stop(0);
    server.close();
  }

  private void serveMcp(HttpExchange exchange) throws IOException {
    JsonNode asked = ExactJson.mapper().readTree(exchange.getRequestBody());
    respond(
        exchange,
        "application/json",
        answer(asked.get("method").asText(), asked.get("params")).toString().getBytes(UTF_8));
  }

  /** The card, under the policy that it has to do with. */
  private void serveApp(HttpExchange exchange) throws IOException {
    String uri =
        URLDecoder.decode(exchange.getRequestURI().getRawQuery().replaceFirst("uri=", ""), UTF_8);
    JsonNode resource =
        answer("resources/read", ExactJson.mapper().valueToTree(Map.of("uri", uri)))
            .at("/result/contents/0");
    exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
    respond(exchange, "text/html", resource.get("text").asText().getBytes(UTF_8));
  }

  private JsonNode answer(String method, JsonNode params) throws IOException {
    try {
      return mcp(method, params);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static void serve(HttpExchange exchange, Path file, String type) throws IOException {
    respond(exchange, type, Files.readAllBytes(file));
  }

  private static void respond(HttpExchange exchange, String type, byte[] body) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type + ";charset=utf-8");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
