package dev.invoices.build;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/** The libraries of the build whose classes are in a jar. */
final class ShippedLibraries {

  private ShippedLibraries() {}

  /** Their files. */
  static List<Path> of(JarFile jar) throws IOException {
    List<Path> shipped = new ArrayList<>();
    for (String element :
        System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator))) {
      if (element.endsWith(".jar")) {
        try (JarFile library = new JarFile(element)) {
          if (isIn(jar, library)) {
            shipped.add(Path.of(element));
          }
        }
      }
    }
    return shipped;
  }

  private static boolean isIn(JarFile jar, JarFile library) {
    return library.stream()
        .map(JarEntry::getName)
        .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
        .anyMatch(name -> jar.getJarEntry(name) != null);
  }
}
