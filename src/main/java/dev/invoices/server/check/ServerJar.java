package dev.invoices.server.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Whether a file is the jar of the server, of whatever version. */
final class ServerJar {

  private static final String MAIN_CLASS = "dev.invoices.server.McpServer";

  private ServerJar() {}

  static boolean isOne(Path file) {
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest = jar.getManifest();
      return manifest != null
          && MAIN_CLASS.equals(manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS));
    } catch (IOException e) {
      return false;
    }
  }
}
