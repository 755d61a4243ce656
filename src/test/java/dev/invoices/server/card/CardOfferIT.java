package dev.invoices.server.card;

import static dev.invoices.testkit.RawServer.initialize;
import static dev.invoices.testkit.RawServer.initialized;
import static dev.invoices.testkit.RawServer.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.testkit.RawServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is offered the card, as seen on the wire. */
@Timeout(60)
class CardOfferIT {

  private static final String READ = "{\"uri\": \"%s\"}";

  @TempDir private Path state;

  @Test
  void clientThatShowsCards_isServedTheCardAndNoList() throws Exception {
    try (var server = start(request(1, "initialize", CardHost.INITIALIZE))) {
      server.send(request(2, "tools/list", "{}"));
      JsonNode tools = server.next().at("/result/tools");
      String uri = tools.at("/0/_meta/ui/resourceUri").asText();
      assertThat(uri).matches("ui://invoice-processor/invoice-[0-9a-f]{12}\\.html");
      assertThat(tools.at("/3/_meta/ui~1resourceUri").asText()).isEqualTo(uri);

      server.send(request(3, "resources/read", READ.formatted(uri)));
      JsonNode contents = server.next().at("/result/contents/0");
      assertThat(contents.get("mimeType").asText()).isEqualTo("text/html;profile=mcp-app");
      assertThat(contents.get("text").asText()).startsWith("<!DOCTYPE html>");
      assertThat(contents.at("/_meta/ui/prefersBorder").asBoolean()).isTrue();
      assertNothingIsListed(server);

      String seed = new CardSeed(state.resolve("invoice-processor")).hex();
      assertThat(contents.get("text").asText()).contains(seed);
      assertThat(server.process().stderr()).noneMatch(line -> line.contains(seed));
    }
  }

  @Test
  void otherClient_isServedNoCardAndNoSeedIsMade() throws Exception {
    String uri = InvoiceCard.with(new CardSeed(state)).uri();
    try (var server = start(initialize(1, "2025-11-25"))) {
      server.send(request(2, "tools/list", "{}"));
      assertThat(server.next().toString()).doesNotContain("resourceUri", "visibility");

      server.send(request(3, "resources/read", READ.formatted(uri)));
      JsonNode refused = server.next();
      server.send(request(4, "resources/read", READ.formatted(uri + "x")));
      JsonNode unknown = server.next();
      assertThat(refused.at("/error/code")).isEqualTo(unknown.at("/error/code"));
      assertThat(refused.at("/error/message")).isEqualTo(unknown.at("/error/message"));
      assertNothingIsListed(server);
      assertThat(Files.exists(state.resolve("invoice-processor"))).isFalse();
    }
  }

  private RawServer start(String initialize) throws Exception {
    RawServer server = RawServer.start(Map.of("XDG_STATE_HOME", state.toString()));
    server.send(initialize, initialized());
    assertThat(server.next().at("/result/capabilities").has("resources")).isTrue();
    return server;
  }

  private static void assertNothingIsListed(RawServer server) throws Exception {
    server.send(request(5, "resources/list", "{}"));
    assertThat(server.next().at("/result/resources")).isEmpty();
  }
}
