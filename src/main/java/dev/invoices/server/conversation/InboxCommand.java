package dev.invoices.server.conversation;

import dev.invoices.server.desktop.ThisJar;
import dev.invoices.text.ShellWord;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;

/** What a person enters at a terminal to decide about an invoice there. */
final class InboxCommand {

  /** Where the build puts the jar, for a program that was not started from one. */
  private static final String BUILT = "target/invoice-server.jar";

  private InboxCommand() {}

  /** The command of this very program. It opens the list where no shell may get the id. */
  static String about(String invoiceId) {
    return about(invoiceId, ThisJar.path());
  }

  /**
   * The same of another program.
   *
   * @param program its jar, or a folder of classes
   */
  static String about(String invoiceId, Path program) {
    // Java takes the slash on Windows, too, where a shell may take the other one for its own.
    String jar =
        Optional.of(program.toString().replace(File.separatorChar, '/'))
            .filter(path -> path.endsWith(".jar"))
            .flatMap(ShellWord::of)
            .orElse(BUILT);
    return "java -jar %s --inbox%s"
        .formatted(jar, ShellWord.of(invoiceId).map(" "::concat).orElse(""));
  }
}
