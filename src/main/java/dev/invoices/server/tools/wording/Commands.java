package dev.invoices.server.tools.wording;

import dev.invoices.launch.ThisJar;
import dev.invoices.text.ShellWord;
import java.nio.file.Path;

/** What a person enters at a terminal, in the folder of the build, when a result says so. */
public final class Commands {

  /** Starts a worker. */
  public static final String START_WORKER = "java @target/invoice-worker.args";

  /** Where the build puts the jar of the server, for a program that was not started from one. */
  public static final String BUILT = "target/invoice-server.jar";

  /** Shows what does not work. */
  public static final String CHECK = check(ThisJar.path());

  private Commands() {}

  /**
   * A server that was installed from a bundle is in no folder of a build, so its path is named.
   *
   * @param program the jar of the server, or a folder of classes
   */
  static String check(Path program) {
    String path = ThisJar.written(program);
    boolean isInstalled = path.endsWith(".jar") && !program.endsWith(BUILT);
    String jar = isInstalled ? ShellWord.of(path).orElse(BUILT) : BUILT;
    return "java -jar %s --check".formatted(jar);
  }
}
