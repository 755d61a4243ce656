package dev.invoices.server.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesktopFilesTest {

  private static final String STORE =
      "AppData/Local/Packages/Claude_pzs8sxrjxfjjc/LocalCache/Roaming";

  @TempDir Path folder;

  @Test
  void macAndLinux_haveOnePlaceEach() throws IOException {
    Path mac = config("home/Library/Application Support");
    Path linux = config("home/.config");

    assertThat(on("Mac OS X", Map.of()).found()).containsExactly(mac);
    assertThat(on("Linux", Map.of()).found()).containsExactly(linux);
  }

  @Test
  void linuxWithAnotherFolderForConfigurations_isLookedAtThere() throws IOException {
    config("home/.config");
    Path moved = config("moved");

    assertThat(on("Linux", Map.of("XDG_CONFIG_HOME", folder.resolve("moved").toString())).found())
        .containsExactly(moved);
  }

  @Test
  void windows_hasThatOfTheInstaller_andThatOfTheStore() throws IOException {
    Path installed = config("roaming");
    Path store = config("home/" + STORE);

    assertThat(on("Windows 11", Map.of("APPDATA", folder.resolve("roaming").toString())).found())
        .containsExactly(installed, store);
  }

  @Test
  void wsl_hasThoseOfThePeopleOnItsWindows() throws IOException {
    Path ann = config("users/Ann/AppData/Roaming");
    Path bob = config("users/Bob/" + STORE);

    assertThat(on("Linux", Map.of()).found()).containsExactly(ann, bob);
  }

  @Test
  void machineWithoutClaudeDesktop_hasNone() {
    assertThat(on("Linux", Map.of()).found()).isEmpty();
    assertThat(on("Windows 11", Map.of()).found()).isEmpty();
    assertThat(on("Mac OS X", Map.of()).found()).isEmpty();
  }

  private DesktopFiles on(String system, Map<String, String> environment) {
    return new DesktopFiles(system, environment, folder.resolve("home"), folder.resolve("users"));
  }

  private Path config(String parent) throws IOException {
    Path claude = Files.createDirectories(folder.resolve(parent).resolve("Claude"));
    return Files.writeString(claude.resolve("claude_desktop_config.json"), "{}");
  }
}
