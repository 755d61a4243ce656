package dev.invoices.server;

import static dev.invoices.testkit.RawServer.ping;
import static dev.invoices.testkit.RawServer.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.testkit.RawServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One packaged server is sent every kind of bad line, one after the other, and outlives them. */
@Timeout(60)
class BadLinesIT {

  private static final int NOT_JSON = -32700;
  private static final int NOT_A_MESSAGE = -32600;

  private static RawServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server = RawServer.startInitialized(Map.of());
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badLines")
  void badLine_getsAnError_andTheNextLineIsServed(String what, byte[] line, int code)
      throws Exception {
    // given a bad line and a good one after it
    server.send(line);
    server.send("", ping(99));

    // when both are answered
    JsonNode error = server.next();
    JsonNode pong = server.next();

    // then the first with an error that blames no request, the second as if nothing had been
    assertThat(error.at("/error/code").asInt()).isEqualTo(code);
    assertThat(error.get("id").isNull()).isTrue();
    assertThat(error.at("/error/message").asText()).isNotBlank().doesNotContain("Exception");
    assertThat(pong).hasToString("{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}");
    assertThat(server.process().isAlive()).isTrue();
  }

  @Test
  void byteOrderMark_blankLineAndNullParams_areAccepted() throws Exception {
    server.send("", "\uFEFF" + ping(7), request(8, "ping", "null"), "\r");

    assertThat(List.of(server.next(), server.next()))
        .extracting(JsonNode::toString)
        .containsExactly(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}",
            "{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}");
  }

  @Test
  void notificationThatBreaksARule_isNotAnswered() throws Exception {
    server.send("{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":7}", ping(9));

    assertThat(server.next().get("id").asInt()).isEqualTo(9);
  }

  @Test
  void messageOfVeryManyValues_isRefusedAndCostsLittle() throws Exception {
    for (int id = 1; id <= 5; id++) {
      String params = "{\"x\": [" + "{},".repeat(1_300_000) + "{}]}";
      server.send(
          "{\"method\":\"ping\",\"params\":%s,\"jsonrpc\":\"2.0\",\"id\":%d}"
              .formatted(params, id));

      JsonNode error = server.next();
      assertThat(error.get("id").asInt()).isEqualTo(id);
      assertThat(error.at("/error/code").asInt()).isEqualTo(NOT_A_MESSAGE);
      assertThat(error.at("/error/message").asText())
          .isEqualTo("The message has more than the 100,000 values allowed.");
    }
  }

  static Stream<Arguments> badLines() {
    return Stream.of(
        line("malformed", "{\"jsonrpc\":\"2.0\",\"id\":7,", NOT_JSON),
        line("not JSON", "hello", NOT_JSON),
        line("NUL", "\0", NOT_JSON),
        arguments("invalid UTF-8", "\u00C3\u0028{}".getBytes(ISO_8859_1), NOT_JSON),
        line("scalar", "42", NOT_A_MESSAGE),
        line("null", "null", NOT_A_MESSAGE),
        line("batch", "[" + ping(7) + "]", NOT_A_MESSAGE),
        line("no jsonrpc", "{\"method\":\"ping\"}", NOT_A_MESSAGE),
        line("id null", withId("null"), NOT_A_MESSAGE),
        line("id a fraction", withId("1.5"), NOT_A_MESSAGE),
        line("id a boolean", withId("true"), NOT_A_MESSAGE),
        line("id an object", withId("{}"), NOT_A_MESSAGE),
        line("id above 64 bits", withId("9223372036854775808"), NOT_A_MESSAGE),
        line("1,500 levels", "[".repeat(1_500) + "]".repeat(1_500), NOT_A_MESSAGE),
        line("2,000 digits", withId("9".repeat(2_000)), NOT_A_MESSAGE),
        line("20 MB", "\"" + "x".repeat(20_000_000) + "\"", NOT_A_MESSAGE));
  }

  private static Arguments line(String what, String line, int code) {
    return arguments(what, line.getBytes(UTF_8), code);
  }

  private static String withId(String id) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"id\":%s}".formatted(id);
  }
}
