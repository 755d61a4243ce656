package dev.invoices.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.check.CheckLine.Mark;
import dev.invoices.launch.JvmOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JavaCheckTest {

  @TempDir Path folder;

  @Test
  void missingArchive_isANote() throws Exception {
    CheckLine line = archive(jar("program.jar"));

    assertThat(line.mark()).isEqualTo(Mark.NOTE);
    assertThat(line.text()).startsWith("There is no ").endsWith("This costs speed only.");
  }

  @Test
  void missingArchiveOfABuild_isMadeByBuilding() throws Exception {
    Files.createDirectory(folder.resolve("target"));

    assertThat(archive(jar("target/program.jar")).text())
        .endsWith(
            "This costs speed only. To have it, build in this place: mvn -q package -DskipTests");
  }

  @Test
  void archiveThatIsNone_isAWarning() throws Exception {
    Path jar = jar("program.jar");
    Files.writeString(JvmOptions.archive(jar), "Dear reader, these are no classes.");

    assertDoesNotFit(archive(jar));
  }

  private static void assertDoesNotFit(CheckLine line) {
    assertThat(line.mark()).isEqualTo(Mark.WARNING);
    assertThat(line.text())
        .contains("does not fit this jar or this Java", "This costs speed only.");
  }

  private static CheckLine archive(Path jar) throws Exception {
    return JavaCheck.archive(jar).look().call().get(0);
  }

  private Path jar(String name) throws Exception {
    Path jar = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), new Manifest())) {
      out.putNextEntry(new ZipEntry("empty.txt"));
    }
    return jar;
  }
}
