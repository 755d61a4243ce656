package dev.invoices.server.tools.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {

  @ParameterizedTest
  @CsvSource({
    "/opt/invoices/target/invoice-server.jar, target/invoice-server.jar",
    "/opt/invoices/target/classes, target/invoice-server.jar",
    "/opt/extension/server/invoice-server.jar, /opt/extension/server/invoice-server.jar",
    "/opt/my extensions/server/invoice-server.jar, '\"/opt/my extensions/server/invoice-server.jar\"'",
    "/opt/$extensions/server/invoice-server.jar, target/invoice-server.jar"
  })
  void check_namesTheJarWhereThatIsInNoFolderOfABuild(String program, String jar) {
    assertThat(Commands.check(Path.of(program))).isEqualTo("java -jar " + jar + " --check");
  }
}
