package dev.invoices.server;

import dev.invoices.json.ExactJson;
import dev.invoices.server.desktop.ClaudeDesktopConfig;
import dev.invoices.server.desktop.TemporalEnvironment;
import dev.invoices.server.stdio.StdioTransport;
import dev.invoices.temporal.SettingsException;
import dev.invoices.temporal.TemporalConnection;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What Claude Desktop launches: speaks MCP over standard input and output until the input ends or
 * SIGTERM comes. With {@code --print-config} it prints how to register it instead.
 */
public final class McpServer {

  private static final int WRONG_USAGE = 2;

  /** Enough for every call in flight: each may wait for Temporal for seconds. */
  private static final String HANDLER_THREADS = "100";

  /** How long a wrong setting may stay unnoticed when no client says anything. */
  private static final int SETTINGS_CHECK_SECONDS = 1;

  private static final String USAGE =
      """
      invoice-processor is an MCP server: an MCP client such as Claude Desktop starts it and speaks JSON-RPC with it.
      To register it, add what `java -jar invoice-server.jar --print-config` prints to claude_desktop_config.json.""";

  private McpServer() {}

  /** Serves; exits with 2 when an argument or a setting is wrong. */
  public static void main(String[] args) {
    // All texts are English, whatever the machine's language: 10,000 and not 10.000.
    Locale.setDefault(Locale.ROOT);
    PrintStream stdout = System.out;
    System.setOut(System.err);
    switch (List.of(args).toString()) {
      case "[]" -> serve();
      case "[--print-config]" -> printConfig(stdout);
      case "[--help]" -> System.err.println(USAGE);
      default -> {
        System.err.println("Unknown arguments: " + String.join(" ", args) + "\n" + USAGE);
        System.exit(WRONG_USAGE);
      }
    }
  }

  private static void printConfig(PrintStream stdout) {
    TemporalEnvironment settings = TemporalEnvironment.from(System.getenv());
    stdout.println(ClaudeDesktopConfig.forThisMachine(settings));
    if (!settings.secrets().isEmpty()) {
      System.err.println(
          "Left out, because secrets belong on no screen: %s. Set them in temporal.toml, or in \"env\" by hand."
              .formatted(String.join(", ", settings.secrets())));
    }
  }

  private static void serve() {
    // Later JDKs (22 to 24) say that there is a console whatever is connected.
    System.setProperty("jdk.console", "java.base");
    if (System.console() != null) {
      System.err.println(USAGE);
    }
    System.setProperty("reactor.schedulers.defaultBoundedElasticSize", HANDLER_THREADS);
    StdioTransport transport =
        new StdioTransport(System.in, new FileOutputStream(FileDescriptor.out), ExactJson.mapper());
    CompletableFuture<Void> introduced =
        transport.initialized().completeOnTimeout(null, SETTINGS_CHECK_SECONDS, TimeUnit.SECONDS);
    CompletableFuture<TemporalConnection> connection =
        introduced.thenApplyAsync(answered -> connect());
    // On a thread of its own, or whoever joins the connection would wait for the warm-up.
    connection.thenAcceptAsync(TemporalConnection::warmUp);
    InvoiceMcpServer.start(transport, connection::join, version());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(transport), "stop"));
    transport.serve();
    introduced.complete(null);
    connection.join();
    System.exit(0);
  }

  /** However the end comes, it is a proper one; the JVM would report a SIGTERM as 143. */
  private static void stop(StdioTransport transport) {
    transport.close();
    Runtime.getRuntime().halt(0);
  }

  /** Off the main thread and after the answer to initialize, which so has the processor alone. */
  private static TemporalConnection connect() {
    try {
      return TemporalConnection.fromEnvironment();
    } catch (SettingsException e) {
      System.err.println("invoice-server: " + e.getMessage());
      Runtime.getRuntime().halt(WRONG_USAGE);
      throw new IllegalStateException("halted", e);
    }
  }

  private static String version() {
    return Optional.ofNullable(McpServer.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
