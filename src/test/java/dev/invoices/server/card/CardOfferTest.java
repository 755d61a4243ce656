package dev.invoices.server.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.ListResourcesResult;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardOfferTest {

  private static final String DECLARED =
      """
      {"capabilities": {"extensions": {"io.modelcontextprotocol/ui": {"mimeTypes": ["text/html;profile=mcp-app"]}}}}""";

  @TempDir private Path directory;
  private InvoiceCard card;

  @BeforeEach
  void readCard() {
    card = InvoiceCard.with(new CardSeed(directory));
  }

  @Test
  void clientThatShowsCards_getsThemLinked() throws Exception {
    CardOffer offer = offer(false, DECLARED);

    assertThat(offer.isMade()).isTrue();
    List<Tool> tools = tools(offer);
    assertThat(tools.get(0).meta())
        .isEqualTo(Map.of("ui", Map.of("resourceUri", card.uri()), "ui/resourceUri", card.uri()));
    assertThat(tools.get(1).meta()).isEqualTo(Map.of("own", true));
    assertThat(offer.read(readRequest())).isEqualTo(card.contents());
  }

  @Test
  void toolsThatDecide_areForTheCardAloneWhereItIsSo() throws Exception {
    List<Tool> tools = tools(offer(true, DECLARED));

    assertThat(tools.get(1).meta())
        .isEqualTo(Map.of("own", true, "ui", Map.of("visibility", List.of("app"))));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'{}', false",
    "'{\"form\": {}}', false",
    "'{\"form\": {}, \"url\": {}}', false",
    "'{\"url\": {}}', true",
    "'null', true"
  })
  void toolsThatDecide_areHiddenFromAModelOnlyWhereNoFormIsShown(String kinds, boolean hidden)
      throws Exception {
    String both =
        DECLARED.replace(
            "{\"capabilities\": {", "{\"capabilities\": {\"elicitation\": %s, ".formatted(kinds));

    assertThat(tools(offer(true, both)).get(1).meta().containsKey("ui")).isEqualTo(hidden);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"capabilities\": {}}",
        "{\"capabilities\": {\"extensions\": {}}}",
        "{\"capabilities\": {\"extensions\": {\"io.modelcontextprotocol/ui\": {}}}}",
        "{\"capabilities\": {\"extensions\": {\"io.modelcontextprotocol/ui\": null}}}",
        "{\"capabilities\": {\"extensions\": {\"io.modelcontextprotocol/ui\": {\"mimeTypes\": [\"text/html\"]}}}}",
        "{\"capabilities\": {\"experimental\": {\"io.modelcontextprotocol/ui\": {\"mimeTypes\": [\"text/html;profile=mcp-app\"]}}}}"
      })
  void clientThatDoesNotShowCards_learnsNothingOfThem(String parameters) throws Exception {
    CardOffer offer = offer(true, parameters);

    assertThat(offer.isMade()).isFalse();
    assertThat(tools(offer)).extracting(Tool::meta).containsExactly(null, Map.of("own", true));
    assertThatThrownBy(() -> offer.read(readRequest()))
        .isInstanceOfSatisfying(
            McpError.class, error -> assertThat(error.getJsonRpcError().code()).isEqualTo(-32002));
  }

  @Test
  void card_isListedToNobody() throws Exception {
    Resource other = Resource.builder("invoice://INV-001", "invoice").build();
    var all = ListResourcesResult.builder(List.of(card.resource(), other)).build();

    for (String parameters : List.of("{}", DECLARED)) {
      Object listed = offer(false, parameters).adapt(request("resources/list"), all);

      assertThat(((ListResourcesResult) listed).resources()).containsExactly(other);
    }
  }

  @Test
  void otherResults_areLeftAlone() throws Exception {
    assertThat(offer(true, DECLARED).adapt(request("tools/call"), "result")).isEqualTo("result");
  }

  private CardOffer offer(boolean appOnly, String initializeParameters) throws Exception {
    CardOffer offer = new CardOffer(card, appOnly);
    Map<?, ?> parameters = new ObjectMapper().readValue(initializeParameters, Map.class);
    offer.adapt(new JSONRPCRequest("initialize", 1L, parameters), "result");
    return offer;
  }

  private static List<Tool> tools(CardOffer offer) {
    Tool shows = tool("get_invoice_status", false).build();
    Tool decides = tool("approve_invoice", true).meta(Map.of("own", true)).build();
    Object adapted =
        offer.adapt(
            request("tools/list"), ListToolsResult.builder(List.of(shows, decides)).build());
    return ((ListToolsResult) adapted).tools();
  }

  private static Tool.Builder tool(String name, boolean destructive) {
    return Tool.builder(name, Map.of("type", "object"))
        .annotations(ToolAnnotations.builder().destructiveHint(destructive).build());
  }

  private static JSONRPCRequest request(String method) {
    return new JSONRPCRequest(method, 2L, null);
  }

  private ReadResourceRequest readRequest() {
    return ReadResourceRequest.builder(card.uri()).build();
  }
}
