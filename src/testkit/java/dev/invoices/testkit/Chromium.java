package dev.invoices.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.json.ExactJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A headless Chromium or Chrome with one page and a profile of its own, driven over the DevTools
 * protocol; its processes and its profile are gone when it is closed.
 */
public final class Chromium implements AutoCloseable {

  private static final String[] NAMES = {
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"
  };
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** The page and the frames in it. */
  private static final String DOCUMENTS =
      "[document, ...[...document.querySelectorAll('iframe')].map(f => f.contentDocument)]"
          + ".filter(d => d && d.body)";

  private final Process process;
  private final Path profile;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final AtomicInteger lastId = new AtomicInteger();
  private WebSocket socket;

  private Chromium(Process process, Path profile) {
    this.process = process;
    this.profile = profile;
  }

  /**
   * Starts it with an empty page, or skips the calling test when there is none on the PATH; with
   * {@code INVOICE_REQUIRE_TEMPORAL=true} that is an error.
   *
   * @param width of the page, in pixels
   * @param height of the page, in pixels
   */
  public static Chromium start(int width, int height) throws Exception {
    Path browser = CommandOnPath.require("install your system's package of it", NAMES);
    Path profile = Files.createTempDirectory("chromium");
    Process process =
        new ProcessBuilder(
                browser.toString(),
                "--headless",
                // The sandbox needs what containers do not grant; only our own page is opened.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-breakpad",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--hide-scrollbars",
                "--lang=en-US",
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Chromium chromium = new Chromium(process, profile);
    try {
      chromium.connect();
      chromium.command(
          "Emulation.setDeviceMetricsOverride",
          Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
      chromium.command("Emulation.setTimezoneOverride", Map.of("timezoneId", "UTC"));
      return chromium;
    } catch (Exception | Error e) {
      chromium.close();
      throw e;
    }
  }

  /** Opens a page; what it shows comes later. */
  public void open(URI uri) throws Exception {
    command("Page.navigate", Map.of("url", uri.toString()));
  }

  /** The value of a JavaScript expression, as JSON. */
  public JsonNode evaluate(String expression) throws Exception {
    JsonNode answer =
        command("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.at("/result/value");
  }

  /** All text that the page and its frames show, as soon as it contains all of these. */
  public String awaitText(String... wanted) throws Exception {
    return Eventually.see(
        "a page with " + List.of(wanted),
        LIMIT,
        () -> evaluate(DOCUMENTS + ".map(d => d.body.innerText).join('\\n')").asText(),
        text -> Stream.of(wanted).allMatch(text::contains));
  }

  /** How many elements of the page and its frames this CSS selector finds. */
  public int count(String selector) throws Exception {
    return evaluate(
            DOCUMENTS
                + ".map(d => d.querySelectorAll(%s).length).reduce((a, b) => a + b, 0)"
                    .formatted(quoted(selector)))
        .asInt();
  }

  /** Clicks on the first element that a CSS selector finds, as soon as there is one. */
  public void click(String selector) throws Exception {
    Eventually.see("an element " + selector, LIMIT, () -> count(selector), found -> found > 0);
    evaluate("document.querySelector(%s).click()".formatted(quoted(selector)));
  }

  /** Presses a key on whatever has the focus: {@code Tab}, {@code Enter} or {@code Escape}. */
  public void press(String key) throws Exception {
    key(key, "keyDown", false);
    key(key, "keyUp", false);
  }

  /** Presses such a key and holds it down, so that it repeats for a second, as keyboards do. */
  public void hold(String key) throws Exception {
    key(key, "keyDown", false);
    for (int repeats = 0; repeats < 10; repeats++) {
      Thread.sleep(100);
      key(key, "keyDown", true);
    }
    key(key, "keyUp", false);
  }

  private void key(String key, String type, boolean isRepeated) throws Exception {
    int code = Map.of("Tab", 9, "Enter", 13, "Escape", 27).get(key);
    Map<String, Object> event =
        new HashMap<>(Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
    event.put("autoRepeat", isRepeated);
    if (key.equals("Enter") && type.equals("keyDown")) {
      event.put("text", "\r");
    }
    command("Input.dispatchKeyEvent", event);
  }

  /** Types a text into whatever has the focus. */
  public void type(String text) throws Exception {
    command("Input.insertText", Map.of("text", text));
  }

  /** A PNG of the first element that a CSS selector finds. */
  public byte[] picture(String selector) throws Exception {
    JsonNode place =
        evaluate(
            "document.querySelector(%s).getBoundingClientRect().toJSON()"
                .formatted(quoted(selector)));
    Map<String, Object> clip =
        Map.of(
            "x", place.get("x"),
            "y", place.get("y"),
            "width", place.get("width"),
            "height", place.get("height"),
            "scale", 1);
    JsonNode answer = command("Page.captureScreenshot", Map.of("format", "png", "clip", clip));
    return Base64.getDecoder().decode(answer.get("data").asText());
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.abort();
    }
    // Helpers that outlive the browser would write to the profile while it is being deleted.
    List<ProcessHandle> processes =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    processes.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle each : processes) {
      each.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
    Folder.delete(profile);
  }

  private void connect() throws Exception {
    Path portFile = profile.resolve("DevToolsActivePort");
    List<String> lines =
        Eventually.see(
            "Chromium's port",
            LIMIT,
            () -> Files.exists(portFile) ? Files.readAllLines(portFile) : List.<String>of(),
            read -> read.size() == 2 || !process.isAlive());
    if (lines.size() != 2) {
      throw new IOException("the browser ended at once, with " + process.exitValue());
    }
    HttpRequest pages =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%s/json/list".formatted(lines.get(0))))
            .timeout(LIMIT)
            .build();
    JsonNode page =
        Eventually.see(
            "Chromium's page",
            LIMIT,
            () ->
                ExactJson.mapper()
                    .readTree(http.send(pages, HttpResponse.BodyHandlers.ofString(UTF_8)).body())
                    .path(0),
            found -> found.has("webSocketDebuggerUrl"));
    socket =
        http.newWebSocketBuilder()
            .connectTimeout(LIMIT)
            .buildAsync(URI.create(page.get("webSocketDebuggerUrl").asText()), new Answers())
            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private static String quoted(String text) throws IOException {
    return ExactJson.mapper().writeValueAsString(text);
  }

  private JsonNode command(String method, Map<String, Object> parameters) throws Exception {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    ObjectNode message = ExactJson.mapper().createObjectNode();
    message.put("id", id).put("method", method);
    message.set("params", ExactJson.mapper().valueToTree(parameters));
    socket.sendText(message.toString(), true).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    JsonNode received = answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (received.has("error")) {
      throw new IOException(method + ": " + received.get("error"));
    }
    return received.get("result");
  }

  /** Hands every answer to whoever asked; events are of no interest. */
  private final class Answers implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        receive(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      onError(from, new IOException("the browser has closed the connection: " + reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      asked.values().forEach(answer -> answer.completeExceptionally(error));
    }

    private void receive(String message) {
      try {
        JsonNode json = ExactJson.mapper().readTree(message);
        CompletableFuture<JsonNode> answer = asked.remove(json.path("id").asInt());
        if (answer != null) {
          answer.complete(json);
        }
      } catch (IOException e) {
        asked.values().forEach(answer -> answer.completeExceptionally(e));
      }
    }
  }
}
