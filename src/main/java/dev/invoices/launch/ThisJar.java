package dev.invoices.launch;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The jar in which this program is. */
public final class ThisJar {

  private ThisJar() {}

  /** Its absolute path; that of a folder of classes where the program is in none. */
  public static Path path() {
    try {
      return Path.of(ThisJar.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class is loaded from a proper location", e);
    }
  }

  /**
   * A path as a command at a terminal has it. Java takes the slash on Windows, too, where a shell
   * may take the other one for its own.
   */
  public static String written(Path path) {
    return path.toString().replace(File.separatorChar, '/');
  }
}
