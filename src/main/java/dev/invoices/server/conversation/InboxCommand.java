package dev.invoices.server.conversation;

import dev.invoices.launch.ThisJar;
import dev.invoices.server.tools.wording.Commands;
import dev.invoices.text.SafeText;
import dev.invoices.text.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a person enters at a terminal to decide about an invoice there.
 *
 * @param program the jar of the server, or a folder of classes
 * @param javaHome the folder of the Java that runs it
 * @param settings what the terminal lacks
 * @param shell the one of the terminal
 */
record InboxCommand(Path program, Path javaHome, TerminalSettings settings, Shell shell) {

  private static final int MAX_PATH_LENGTH = 1_000;

  /** The command of this very program. */
  static InboxCommand ofThisProgram() {
    return OfThisProgram.COMMAND;
  }

  /** Made when it is first needed, because a start must be quick. */
  private static final class OfThisProgram {
    private static final InboxCommand COMMAND =
        new InboxCommand(
            ThisJar.path(),
            Path.of(System.getProperty("java.home")),
            TerminalSettings.of(System.getenv()),
            Shell.ofThisMachine());
  }

  /** The command for one invoice. It opens the list where no shell may get the id. */
  String about(String invoiceId) {
    String path = ThisJar.written(program);
    boolean isJar = path.endsWith(".jar") && SafeText.problem(path, MAX_PATH_LENGTH).isEmpty();
    Optional<String> plain = isJar ? ShellWord.of(path) : Optional.of(Commands.BUILT);
    Optional<String> java = isJar ? javaOfTheBundle() : Optional.empty();
    String command =
        "%s -jar %s --inbox%s"
            .formatted(
                java.orElse("java"),
                plain.orElseGet(() -> shell.quoted(path)),
                ShellWord.of(invoiceId).map(" "::concat).orElse(""));
    boolean suitsEveryShell = plain.isPresent() && java.isEmpty() && settings.shown().isEmpty();
    return suitsEveryShell ? command : shell.with(settings.shown(), command);
  }

  /** What a person has to do first, in a sentence; empty when the command is enough. */
  Optional<String> before() {
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
