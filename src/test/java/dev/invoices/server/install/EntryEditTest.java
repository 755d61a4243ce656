package dev.invoices.server.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.json.ExactJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others have in the file keeps each of its characters. */
class EntryEditTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private static final ObjectNode ENTRY =
      ExactJson.mapper().createObjectNode().put("command", "java");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"mcpServers\": {\"b\": {\"args\": [\"-y\", \"\\u00e9\", 1e2, 1.00, -0.0]}}}",
        "{\r\n\t\"mcpServers\" : {\r\n\t\t\"b\":{\"command\":\"x\"}\r\n\t},\r\n\t\"theme\": \"dark\"\r\n}\r\n",
        "\uFEFF{\n    \"a\": [1,\n 2],\n    \"mcpServers\": {\n        \"b\": {}\n    }\n}\n",
        "{\"mcpServers\": {\"b\": {\"env\": {\"K\": \"\\udc00x\"}}}, \"n\": 10000000000000000000001}",
      })
  void entryThatCameAndWent_leavesEveryByteAsItWas(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("config.json"), text);

    DesktopConfig.read(file).with(ENTRY).write(NOW);

    assertThat(DesktopConfig.read(file).entry()).hasValue(ENTRY);
    DesktopConfig.read(file).without().write(NOW.plusSeconds(1));
    assertThat(Files.readAllBytes(file)).isEqualTo(text.getBytes(UTF_8));
  }

  @Test
  void newEntry_takesTheFormOfTheOthers() throws Exception {
    String text = "{\r\n\t\"mcpServers\": {\r\n\t\t\"b\": {}\r\n\t}\r\n}\r\n";

    assertThat(EntryEdit.of(text).with(ENTRY))
        .isEqualTo(
            "{\r\n\t\"mcpServers\": {\r\n\t\t\"b\": {},\r\n\t\t\"invoice-processor\": {\r\n\t\t  \"command\": \"java\"\r\n\t\t}\r\n\t}\r\n}\r\n");
  }

  @Test
  void fileWithoutServers_getsThemLast() throws Exception {
    assertThat(EntryEdit.of("{\n  \"theme\": \"dark\"\n}\n").with(ENTRY))
        .isEqualTo(
            "{\n  \"theme\": \"dark\",\n  \"mcpServers\": {\n    \"invoice-processor\": {\n      \"command\": \"java\"\n    }\n  }\n}\n");
  }

  @Test
  void entryBetweenOthers_isReplacedAndTakenOutInItsPlace() throws Exception {
    String text =
        "{\"mcpServers\": {\"a\": 1, \"invoice-processor\": {\"command\": \"old\"}, \"c\": [ ]}}";

    assertThat(EntryEdit.of(text).with(ENTRY))
        .isEqualTo(
            "{\"mcpServers\": {\"a\": 1, \"invoice-processor\": {\n  \"command\": \"java\"\n}, \"c\": [ ]}}");
    assertThat(EntryEdit.of(text).without()).isEqualTo("{\"mcpServers\": {\"a\": 1, \"c\": [ ]}}");
  }

  @Test
  void firstOfTheEntries_isTakenOut() throws Exception {
    assertThat(EntryEdit.of("{\"mcpServers\": {\"invoice-processor\": 1, \"c\": \"x\"}}").without())
        .isEqualTo("{\"mcpServers\": {\"c\": \"x\"}}");
  }
}
