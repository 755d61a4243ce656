package dev.invoices.server.terminal;

import dev.invoices.launch.ThisJar;
import dev.invoices.text.SafeText;
import dev.invoices.text.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a person enters at a terminal to start this server's program there, with the Temporal that
 * this server uses: to decide about an invoice, or to see what does not work.
 *
 * @param program the jar of the server, or a folder of classes
 * @param javaHome the folder of the Java that runs it
 * @param settings what the terminal lacks
 * @param shell the one of the terminal
 */
public record TerminalCommand(Path program, Path javaHome, TerminalSettings settings, Shell shell) {

  /** Where the build puts the jar of the server, for a program that was not started from one. */
  private static final String BUILT = "target/invoice-server.jar";

  private static final int MAX_PATH_LENGTH = 1_000;

  /** The command of this very program. */
  public static TerminalCommand ofThisProgram() {
    return OfThisProgram.COMMAND;
  }

  /** Made when it is first needed, because a start must be quick. */
  private static final class OfThisProgram {
    private static final TerminalCommand COMMAND =
        new TerminalCommand(
            ThisJar.path(),
            Path.of(System.getProperty("java.home")),
            TerminalSettings.of(System.getenv()),
            Shell.ofThisMachine());
  }

  /** Opens the inbox at one invoice, or at the list where no shell may get the id. */
  public String inbox(String invoiceId) {
    return with("--inbox" + ShellWord.of(invoiceId).map(" "::concat).orElse(""));
  }

  /** Shows what does not work. */
  public String check() {
    return with("--check");
  }

  private String with(String arguments) {
    String path = ThisJar.written(program);
    boolean isJar = path.endsWith(".jar") && SafeText.problem(path, MAX_PATH_LENGTH).isEmpty();
    Optional<String> plain = isJar ? ShellWord.of(path) : Optional.of(BUILT);
    Optional<String> java = isJar ? javaOfTheBundle() : Optional.empty();
    String command =
        "%s -jar %s %s"
            .formatted(java.orElse("java"), plain.orElseGet(() -> shell.quoted(path)), arguments);
    boolean suitsEveryShell = plain.isPresent() && java.isEmpty() && settings.shown().isEmpty();
    return suitsEveryShell ? command : shell.with(settings.shown(), command);
  }

  /** What a person has to do first, in a sentence; empty when the command is enough. */
  public Optional<String> before() {
    return settings.byHand().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "At the terminal, first set %s as for the server."
                .formatted(String.join(" and ", settings.byHand())));
  }

  /** Where a bundle brings its own Java, the machine may have no other. */
  private Optional<String> javaOfTheBundle() {
    Path brought = program.resolveSibling("../java").normalize();
    return isSame(brought, javaHome)
        ? Optional.of(shell.program(ThisJar.written(brought.resolve("bin/java"))))
        : Optional.empty();
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }
}
