package dev.invoices.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.build.InstalledBundle.Kind;
import dev.invoices.json.ExactJson;
import dev.invoices.testkit.PackagedJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The bill of materials that the profile {@code bundle} writes lists what is in both jars. */
class BillOfMaterialsIT {

  @Test
  void everyLibraryInAJar_isListed() throws IOException {
    Set<String> listed = new TreeSet<>(Set.of(file(bill().at("/metadata/component"))));
    bill().get("components").forEach(component -> listed.add(file(component)));
    Set<String> shipped = new TreeSet<>();
    for (PackagedJar packaged : List.of(PackagedJar.server(), PackagedJar.worker())) {
      try (JarFile jar = new JarFile(packaged.path().toFile())) {
        ShippedLibraries.of(jar).forEach(file -> shipped.add(file.getFileName().toString()));
      }
    }

    assertThat(shipped).hasSizeGreaterThan(20);
    assertThat(listed).containsAll(shipped);
  }

  @Test
  void everyComponent_hasALicence() throws IOException {
    assertThat(bill().get("components"))
        .allSatisfy(component -> assertThat(component.get("licenses")).isNotEmpty());
  }

  private static JsonNode bill() throws IOException {
    Path bundle = Kind.WITHOUT_JAVA.packed();
    String name = bundle.getFileName().toString().replace(".mcpb", ".cdx.json");
    return ExactJson.mapper().readTree(bundle.resolveSibling(name).toFile());
  }

  private static String file(JsonNode component) {
    return "%s-%s.jar".formatted(component.get("name").asText(), component.get("version").asText());
  }
}
