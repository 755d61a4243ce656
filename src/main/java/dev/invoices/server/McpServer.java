package dev.invoices.server;

import dev.invoices.check.ProductVersion;
import dev.invoices.check.SettingNames;
import dev.invoices.json.ExactJson;
import dev.invoices.launch.ThisJar;
import dev.invoices.logging.StandardError;
import dev.invoices.server.card.CardOffer;
import dev.invoices.server.card.CardSeed;
import dev.invoices.server.card.InvoiceCard;
import dev.invoices.server.check.CheckProgram;
import dev.invoices.server.conversation.Conversation;
import dev.invoices.server.conversation.DecisionPolicy;
import dev.invoices.server.desktop.ClaudeDesktopConfig;
import dev.invoices.server.desktop.DesktopFiles;
import dev.invoices.server.desktop.JavaPath;
import dev.invoices.server.desktop.TemporalEnvironment;
import dev.invoices.server.desktop.Wsl;
import dev.invoices.server.inbox.InboxProgram;
import dev.invoices.server.install.InstallProgram;
import dev.invoices.server.stdio.StdioTransport;
import dev.invoices.temporal.SettingsException;
import dev.invoices.temporal.TemporalConnection;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The program that Claude Desktop starts. It speaks MCP over standard input and output until the
 * input ends or SIGTERM comes. With {@code --install}, {@code --uninstall} and {@code
 * --print-config} it registers itself or prints how to; with {@code --inbox} it lets a person
 * decide at a terminal; with {@code --check} it shows what does not work.
 */
public final class McpServer {

  private static final String NAME = "invoice-server: ";
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  /** Enough for all calls in flight, each of which may wait for Temporal for seconds. */
  private static final String HANDLER_THREADS = "100";

  /** When the settings are checked at the latest, even if no client has sent a message. */
  private static final int SETTINGS_CHECK_SECONDS = 1;

  private static final String USAGE =
      """
      invoice-processor is an MCP server. An MCP client such as Claude Desktop starts it and talks to it in JSON-RPC.
      To register it in Claude Desktop: `java -jar target/invoice-server.jar --install`; `--uninstall` takes it out again.
      For other clients, `--print-config` prints the entry.
      To decide about invoices at a terminal: `java -jar target/invoice-server.jar --inbox`, or `--inbox ID` for one of them.
      To see what does not work and what helps: `java -jar target/invoice-server.jar --check`.""";

  private McpServer() {}

  /** Serves; exits with 2 when an argument or a setting is invalid. */
  public static void main(String[] args) {
    // All texts are English, whatever the machine's language: 10,000 and not 10.000.
    Locale.setDefault(Locale.ROOT);
    StandardError.install();
    // Stdout belongs to the protocol; whatever else is printed goes to stderr.
    PrintStream stdout = System.out;
    System.setOut(System.err);
    switch (Command.parse(args)) {
      case SERVE -> serve();
      case PRINT_CONFIG -> printConfig(stdout);
      case INBOX -> inbox(Stream.of(args).skip(1).findFirst());
      case CHECK -> check();
      case INSTALL -> System.exit(install(stdout));
      case UNINSTALL -> System.exit(installer(stdout).uninstall());
      case HELP -> stdout.println(USAGE);
      case UNKNOWN -> refuse(args);
    }
  }

  /** What the arguments ask for. */
  private enum Command {
    SERVE,
    PRINT_CONFIG,
    INBOX,
    CHECK,
    INSTALL,
    UNINSTALL,
    HELP,
    UNKNOWN;

    static Command parse(String[] args) {
      if (args.length == 0) {
        return SERVE;
      }
      int more = args.length - 1;
      if (more > (args[0].equals("--inbox") ? 1 : 0)) {
        return UNKNOWN;
      }
      return switch (args[0]) {
        case "--print-config" -> PRINT_CONFIG;
        case "--inbox" -> INBOX;
        case "--check" -> CHECK;
        case "--install" -> INSTALL;
        case "--uninstall" -> UNINSTALL;
        case "--help" -> HELP;
        default -> UNKNOWN;
      };
    }
  }

  private static void refuse(String[] args) {
    System.err.println("Unknown arguments: " + String.join(" ", args) + "\n" + USAGE);
    System.exit(WRONG_USAGE);
  }

  private static void printConfig(PrintStream stdout) {
    requireValidPolicy();
    TemporalEnvironment settings = TemporalEnvironment.from(System.getenv());
    Optional<Wsl> wsl = Wsl.detect();
    stdout.println(ClaudeDesktopConfig.forThisMachine(settings, wsl));
    wsl.map(Wsl::explanation).ifPresent(System.err::println);
    nameSecrets(settings);
  }

  private static void nameSecrets(TemporalEnvironment settings) {
    if (!settings.secrets().isEmpty()) {
      System.err.println(
          "The configuration leaves out these secrets: %s. Set them in temporal.toml, or add them to \"env\" yourself."
              .formatted(String.join(", ", settings.secrets())));
    }
  }

  private static int install(PrintStream stdout) {
    requireValidPolicy();
    TemporalEnvironment settings = TemporalEnvironment.from(System.getenv());
    int status =
        installer(stdout).install(JavaPath.ofThisProcess(), ThisJar.path(), settings, Wsl.detect());
    nameSecrets(settings);
    return status;
  }

  private static InstallProgram installer(PrintStream stdout) {
    return new InstallProgram(
        DesktopFiles.ofThisMachine(),
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
        stdout,
        Clock.systemUTC());
  }

  private static void check() {
    silenceLogs();
    System.exit(CheckProgram.run(System.getenv()));
  }

  /** What goes wrong is said in a sentence; logs would stand between the lines. */
  private static void silenceLogs() {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    System.setProperty("org.slf4j.simpleLogger.log.dev.invoices", "off");
  }

  private static void inbox(Optional<String> id) {
    silenceLogs();
    heedPipes();
    InboxProgram program = orExit(() -> InboxProgram.of(id));
    Optional<String> failure = program.run(connect());
    failure.ifPresent(System.err::println);
    System.exit(failure.isPresent() ? FAILED : 0);
  }

  private static void serve() {
    DecisionPolicy policy = policy();
    explainAtATerminal();
    System.setProperty("reactor.schedulers.defaultBoundedElasticSize", HANDLER_THREADS);
    CompletableFuture<TemporalConnection> connection = new CompletableFuture<>();
    CardSeed seed = CardSeed.ofThisUser(System.getenv());
    CardOffer card = new CardOffer(InvoiceCard.with(seed), policy == DecisionPolicy.PERSON);
    StdioTransport transport =
        new StdioTransport(
            System.in,
            new FileOutputStream(FileDescriptor.out),
            ExactJson.mapper(),
            InvoiceOfCall::subject,
            () -> isDown(connection),
            card::adapt);
    // Connecting waits for the response to initialize, which so has the processor to itself.
    CompletableFuture<Void> settingsDue =
        transport.initialized().completeOnTimeout(null, SETTINGS_CHECK_SECONDS, TimeUnit.SECONDS);
    settingsDue.thenRun(() -> connection.completeAsync(McpServer::connect));
    // On another thread, or a tool call that needs the connection would wait for the warm-up.
    connection.thenAcceptAsync(TemporalConnection::warmUp);
    InvoiceMcpServer.start(
        transport, connection::join, Conversation.under(policy, seed), card, version());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(transport), "stop"));
    transport.serve();
    settingsDue.complete(null);
    connection.join();
    System.exit(0);
  }

  /** {@link #policy} for those that need no policy, but must not continue with an invalid one. */
  private static void requireValidPolicy() {
    policy();
  }

  /** Who decides. Ends the process when the setting is invalid; names settings that are unknown. */
  private static DecisionPolicy policy() {
    DecisionPolicy policy = orExit(() -> DecisionPolicy.read(System.getenv()));
    SettingNames.complaints(System.getenv())
        .forEach(complaint -> System.err.println(NAME + complaint));
    return policy;
  }

  /** Whether Temporal is not connected; before the first use that is not known yet. */
  private static boolean isDown(CompletableFuture<TemporalConnection> connection) {
    return connection.isDone() && !connection.join().isUp();
  }

  /** JDK 22 to 24 report a console even when none is connected; this property prevents that. */
  private static void heedPipes() {
    System.setProperty("jdk.console", "java.base");
  }

  private static void explainAtATerminal() {
    heedPipes();
    if (System.console() != null) {
      System.err.println(USAGE);
    }
  }

  /** Ends with status 0 on SIGTERM, too; the JVM would end with 143. */
  private static void stop(StdioTransport transport) {
    transport.close();
    StandardError.flush();
    Runtime.getRuntime().halt(0);
  }

  private static TemporalConnection connect() {
    return orExit(TemporalConnection::fromEnvironment);
  }

  /** Ends the process with one line when a setting is invalid. */
  private static <T> T orExit(Setting<T> setting) {
    try {
      return setting.read();
    } catch (SettingsException e) {
      System.err.println(NAME + e.getMessage());
      StandardError.flush();
      Runtime.getRuntime().halt(WRONG_USAGE);
      throw new IllegalStateException("halted", e);
    }
  }

  /** What the environment says. */
  @FunctionalInterface
  private interface Setting<T> {
    T read() throws SettingsException;
  }

  private static String version() {
    return ProductVersion.ofThisJar().orElse("development");
  }
}
