package dev.invoices.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.PackagedJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Both jars carry the licence of the project and whatever legal texts their libraries ship. */
class LicensesIT {

  private static final Pattern LEGAL =
      Pattern.compile("(?i)(.*/)?[^/]*(licen[sc]e|notice|copying|third-?party)[^/]*(?<!\\.class)");

  @Test
  void serverJar_hasEveryLegalTextOfItsLibraries() throws IOException {
    assertThat(missingFrom(PackagedJar.server())).isEmpty();
  }

  @Test
  void workerJar_hasEveryLegalTextOfItsLibraries() throws IOException {
    assertThat(missingFrom(PackagedJar.worker())).isEmpty();
  }

  @Test
  void bothJars_haveTheLicenceOfTheProject() throws IOException {
    String own = Files.readString(Path.of("src/main/resources/META-INF/LICENSE"));
    for (PackagedJar jar : List.of(PackagedJar.server(), PackagedJar.worker())) {
      try (JarFile file = new JarFile(jar.path().toFile())) {
        assertThat(text(file, file.getJarEntry("META-INF/LICENSE"))).isEqualTo(own);
      }
    }
  }

  /** What a library ships and the jar lacks, as {@code library: entry}. */
  private static List<String> missingFrom(PackagedJar packaged) throws IOException {
    List<String> missing = new ArrayList<>();
    int shipped = 0;
    try (JarFile jar = new JarFile(packaged.path().toFile())) {
      String texts = String.join("\n", texts(jar));
      for (Path library : ShippedLibraries.of(jar)) {
        try (JarFile file = new JarFile(library.toFile())) {
          for (JarEntry entry : legalEntries(file)) {
            shipped++;
            if (!texts.contains(text(file, entry))) {
              missing.add(library.getFileName() + ": " + entry.getName());
            }
          }
        }
      }
    }
    assertThat(shipped).as("legal texts that the libraries ship").isGreaterThan(20);
    return missing;
  }

  private static List<JarEntry> legalEntries(JarFile jar) {
    return jar.stream()
        .filter(entry -> !entry.isDirectory() && LEGAL.matcher(entry.getName()).matches())
        .toList();
  }

  private static Set<String> texts(JarFile jar) throws IOException {
    Set<String> texts = new TreeSet<>();
    for (JarEntry entry : legalEntries(jar)) {
      texts.add(text(jar, entry));
    }
    return texts;
  }

  private static String text(JarFile jar, JarEntry entry) throws IOException {
    return new String(jar.getInputStream(entry).readAllBytes(), UTF_8);
  }
}
