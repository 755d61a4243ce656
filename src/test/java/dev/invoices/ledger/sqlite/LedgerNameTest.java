package dev.invoices.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerNameTest {

  @ParameterizedTest
  @CsvSource({
    "default, ledger.db",
    "test, ledger-test.db",
    "my-team.a1b2c, ledger-my-team.a1b2c.db",
    "Test, ledger-_54est.db",
    "a_b, ledger-a_5fb.db",
    "../x, ledger-.._2fx.db",
    "a?b, ledger-a_3fb.db",
    "é, ledger-_c3_a9.db"
  })
  void namespace_inTheNameOfItsFile(String namespace, String name) {
    assertThat(LedgerName.of(namespace)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "books.db, test, books-test.db",
    "ledger.db, test, ledger-test.db",
    "shared.db, default, shared-default.db",
    "books.old.db, my-team.a1b2c, books.old-my-team.a1b2c.db",
    "books, Test, books-_54est",
    "test-test.db, test, test-test-test.db"
  })
  void fileThatWasShared_andTheOneBesideIt(String shared, String namespace, String beside) {
    Path file = Path.of("/data").resolve(shared);
    Path ledger = LedgerName.beside(file, namespace);

    assertThat(ledger).isEqualTo(Path.of("/data").resolve(beside));
    assertThat(LedgerName.shared(ledger, namespace)).contains(file);
  }

  @ParameterizedTest
  @CsvSource({
    "own.db, test",
    "test.db, test",
    "-test.db, test",
    "books-tests.db, test",
    "books-test-old.db, test",
    "ledger.db, default"
  })
  void fileOfAnotherName_wasNotShared(String ledger, String namespace) {
    assertThat(LedgerName.shared(Path.of("/data").resolve(ledger), namespace)).isEmpty();
  }

  @Test
  void differentNamespaces_neverShareAFile() {
    String longName = "n".repeat(1_000);
    List<String> namespaces =
        List.of(
            "default",
            "Default",
            "DEFAULT",
            "a b",
            "a_20b",
            "a_b",
            "a-b",
            "a/b",
            "A",
            "a",
            "",
            longName,
            longName + "n",
            longName.toUpperCase(Locale.ROOT),
            "n".repeat(100));
    Set<String> names = new HashSet<>();
    namespaces.forEach(namespace -> names.add(LedgerName.of(namespace).toLowerCase(Locale.ROOT)));

    assertThat(names).hasSameSizeAs(namespaces);
    assertThat(names).allSatisfy(name -> assertThat(name).hasSizeLessThan(230));
  }
}
