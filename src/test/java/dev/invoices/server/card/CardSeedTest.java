package dev.invoices.server.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardSeedTest {

  @TempDir private Path directory;

  @Test
  void firstUse_createsAFileForItsOwnerAlone() throws IOException {
    Path folder = directory.resolve("state/invoice-processor");
    CardSeed seed = new CardSeed(folder);
    assertThat(folder).doesNotExist();

    assertThat(seed.hex()).matches("[0-9a-f]{64}");

    Path file = folder.resolve("card-seed");
    assertThat(Files.readAllBytes(file)).isEqualTo(seed.bytes());
    if (isPosix()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void secondServer_hasTheSameSeed() {
    assertThat(new CardSeed(directory).hex()).isEqualTo(new CardSeed(directory).hex());
  }

  @Test
  void anotherUser_hasAnotherSeed() {
    assertThat(new CardSeed(directory.resolve("ann")).hex())
        .isNotEqualTo(new CardSeed(directory.resolve("bob")).hex());
  }

  @Test
  void serversThatStartAtOnce_agreeOnOneSeed() throws Exception {
    ExecutorService servers = Executors.newFixedThreadPool(16);
    try {
      for (int round = 0; round < 50; round++) {
        Path folder = directory.resolve("round-" + round);
        Callable<String> server = () -> new CardSeed(folder).hex();
        List<Future<String>> seeds =
            servers.invokeAll(Stream.generate(() -> server).limit(16).toList());

        assertThat(seeds).extracting(Future::get).containsOnly(seeds.get(0).get());
      }
    } finally {
      servers.shutdownNow();
    }
  }

  @Test
  void folderThatCannotBe_givesThisProcessASeedOfItsOwn() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    CardSeed seed = new CardSeed(file.resolve("folder"));

    assertThat(seed.hex()).matches("[0-9a-f]{64}").isEqualTo(seed.hex());
    assertThat(new CardSeed(file.resolve("folder")).hex()).isNotEqualTo(seed.hex());
  }

  @Test
  void fileOfAnotherLength_isLeftAloneAndNotUsed() throws IOException {
    Path file = directory.resolve("card-seed");
    new CardSeed(directory).bytes();
    Files.write(file, new byte[31]);

    assertThat(new CardSeed(directory).hex()).isNotEqualTo(new CardSeed(directory).hex());
    assertThat(file).hasSize(31);
  }

  @Test
  void fileThatOthersMayRead_isNotUsed() throws IOException {
    assumeTrue(isPosix());
    String kept = new CardSeed(directory).hex();
    Files.setPosixFilePermissions(
        directory.resolve("card-seed"), PosixFilePermissions.fromString("rw-r-----"));

    assertThat(new CardSeed(directory).hex()).isNotEqualTo(kept);
  }

  @Test
  void stateFolder_isTheUsersOwn() {
    assertThat(seedFile(Map.of("XDG_STATE_HOME", directory.toString())))
        .isEqualTo(directory.resolve("invoice-processor/card-seed"))
        .isRegularFile();
    Path local = directory.resolve("local");
    assertThat(seedFile(Map.of("LOCALAPPDATA", local.toString())))
        .isEqualTo(local.resolve("invoice-processor/card-seed"))
        .isRegularFile();
  }

  private Path seedFile(Map<String, String> environment) {
    CardSeed.ofThisUser(environment).bytes();
    return Path.of(environment.values().iterator().next(), "invoice-processor", "card-seed");
  }

  private boolean isPosix() {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
