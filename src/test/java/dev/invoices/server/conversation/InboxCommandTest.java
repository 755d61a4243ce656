package dev.invoices.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboxCommandTest {

  private static final Path JAR = Path.of("/opt/invoices/invoice-server.jar");

  @ParameterizedTest
  @CsvSource({
    "INV-001, ' INV-001'",
    "2024/0017, ' 2024/0017'",
    "RE 2024-17, ' \"RE 2024-17\"'",
    "Rechnung Müller, ' \"Rechnung Müller\"'",
    // no quoting keeps these harmless in every shell
    "'$(reboot)', ''",
    "a\"b, ''",
    "%PATH%, ''"
  })
  void id_isOneWordOfTheCommandOrLeftOut(String id, String word) {
    assertThat(InboxCommand.about(id, JAR))
        .isEqualTo("java -jar /opt/invoices/invoice-server.jar --inbox" + word);
  }

  @Test
  void pathWithSpaces_isQuoted() {
    assertThat(InboxCommand.about("INV-001", Path.of("/home/ann/my jars/invoice-server.jar")))
        .isEqualTo("java -jar \"/home/ann/my jars/invoice-server.jar\" --inbox INV-001");
  }

  @ParameterizedTest
  @CsvSource({"/home/ann/invoices/target/classes", "/home/$ann/invoice-server.jar"})
  void programThatIsNoJarOrNoWord_isWhereTheBuildPutsIt(Path program) {
    assertThat(InboxCommand.about("INV-001", program))
        .isEqualTo("java -jar target/invoice-server.jar --inbox INV-001");
  }
}
