package dev.invoices.worker.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLibraryTest {

  @TempDir Path folder;

  @Test
  void ordinaryFolder_allowsExecution_andHoldsNothingAfterwards() throws Exception {
    assertThat(SqliteLibrary.allowsExecution(folder)).isTrue();
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void missingFolder_doesNot() {
    assertThat(SqliteLibrary.allowsExecution(folder.resolve("missing"))).isFalse();
  }

  @Test
  void temporaryFolderThatAllowsIt_leavesTheLedgersFolderAlone() throws Exception {
    SqliteLibrary.ensureLoadable(folder.resolve("books").resolve("ledger.db"));

    assertThat(folder.resolve("books")).doesNotExist();
  }
}
