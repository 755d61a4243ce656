package dev.invoices.server.stdio;

import static dev.invoices.server.stdio.TestClient.ping;
import static dev.invoices.server.stdio.TestClient.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A line that is no message gets an error, and the line after it is served. */
@Timeout(60)
class BadLinesTest {

  private static final int MAX_LINE_BYTES = 4 * 1024 * 1024;

  @ParameterizedTest(name = "{0}")
  @MethodSource({"notJson", "notUtf8", "notAMessage", "badIds", "beyondLimits"})
  void badLine_isAnsweredWithAnError_andTheNextLineIsServed(
      String what, byte[] line, int code, String id) throws Exception {
    try (var client = TestClient.initialized()) {
      // given a bad line, then a good one
      client.send(line);
      client.send("", ping(99));

      // when both are answered
      JsonNode error = client.next();
      JsonNode pong = client.next();

      // then the bad one got an error that a person understands, and the good one its answer
      assertThat(error.at("/error/code").asInt()).isEqualTo(code);
      assertThat(error.get("id")).as("id").isNotNull().hasToString(id);
      assertThat(error.at("/error/message").asText())
          .matches("[A-Z][^\\n]*\\.")
          .hasSizeLessThan(150)
          .doesNotContain("Exception", "java", "ackson", "Source", "Stream", "(");
      assertThat(pong).hasToString("{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}");
      assertThat(client.finish()).isEmpty();
    }
  }

  static Stream<Arguments> notJson() {
    return Stream.of(
        unreadable("text", "hello"),
        unreadable("HTTP", "GET / HTTP/1.1"),
        unreadable("cut off", "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"pi"),
        unreadable("single quotes", "{'jsonrpc':'2.0'}"),
        unreadable("trailing comma", message("\"id\":7,\"method\":\"ping\",")),
        unreadable("comment", ping(7) + " // hi"),
        unreadable("NaN", request(7, "ping", "[NaN]")),
        unreadable("leading zero", message("\"id\":007,\"method\":\"ping\"")),
        unreadable("two values", ping(7) + ping(8)),
        unreadable("word after the value", ping(7) + " x"),
        unreadable("bracket after the value", ping(7) + "}"),
        unreadable("byte-order mark in the middle", ping(7) + "\uFEFF"),
        unreadable("two byte-order marks", "\uFEFF\uFEFF" + ping(7)),
        unreadable("NUL", "\0"),
        unreadable("NUL after the value", ping(7) + "\0"),
        unreadable("NUL in a string", message("\"id\":7,\"method\":\"pi\0ng\"")));
  }

  static Stream<Arguments> notUtf8() {
    return Stream.of(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"\u00FF\"}", // in a string
            "\u00C3" + ping(7), // outside of strings
            "\"\u00C0\u0080\"", // overlong
            "\"\u00ED\u00A0\u0080\"") // half a surrogate pair
        .map(bytes -> arguments("not UTF-8", bytes.getBytes(ISO_8859_1), -32700, "null"));
  }

  static Stream<Arguments> notAMessage() {
    return Stream.of(
        invalid("null", "null"),
        invalid("number", "42"),
        invalid("string", "\"ping\""),
        invalid("boolean", "true"),
        invalid("empty batch", "[]"),
        invalid("batch", "[" + ping(7) + "]"),
        invalid("empty object", "{}"),
        invalidRequest7("no jsonrpc", "{\"id\":7,\"method\":\"ping\"}"),
        invalidRequest7("jsonrpc 1.0", "{\"jsonrpc\":\"1.0\",\"id\":7,\"method\":\"ping\"}"),
        invalidRequest7("jsonrpc a number", "{\"jsonrpc\":2.0,\"id\":7,\"method\":\"ping\"}"),
        invalidRequest7("nothing but an id", message("\"id\":7")),
        invalidRequest7("method a number", message("\"id\":7,\"method\":1")),
        invalidRequest7("method null", message("\"id\":7,\"method\":null")),
        invalidRequest7("params a string", request(7, "ping", "\"x\"")),
        invalid("notification without jsonrpc", "{\"method\":\"x\"}"),
        invalid("notification whose method is no string", message("\"method\":1")),
        invalid("response without an id", message("\"result\":{}")),
        invalidRequest7("response with a bad result", message("\"id\":7,\"result\":1")),
        invalidRequest7("response with a bad error", message("\"id\":7,\"error\":{\"code\":1}")),
        invalidRequest7(
            "response with result and error",
            message("\"id\":7,\"result\":{},\"error\":{\"code\":1,\"message\":\"x\"}")),
        invalidRequest7("repeated key", request(7, "ping", "{\"a\":1,\"a\":1}")),
        invalid("repeated id", message("\"id\":7,\"id\":8,\"method\":\"ping\"")),
        invalidRequest7("half a surrogate pair", request(7, "ping", "[\"\\ud800\"]")),
        unreadable("half a pair in a key", request(7, "ping", "{\"\\udc00\":1}")));
  }

  static Stream<Arguments> badIds() {
    return Stream.of(
            "null",
            "1.5",
            "1.0",
            "1e2",
            "true",
            "{}",
            "[1]",
            "9223372036854775808",
            "-9223372036854775809",
            "123456789012345678901234567890",
            "\"\\ud800\"")
        .map(id -> invalid("id " + id, message("\"method\":\"ping\",\"id\":" + id)));
  }

  static Stream<Arguments> beyondLimits() {
    return Stream.of(
        // The message and its params are two levels.
        invalidRequest7("101 levels", request(7, "ping", "{\"a\":" + nested(99) + "}")),
        invalid("1,500 levels", nested(1_500)),
        invalid("100,000 levels", "[".repeat(100_000)),
        invalidRequest7("1,001 digits", request(7, "ping", "[" + "9".repeat(1_001) + "]")),
        invalidRequest7("1,001 decimals", request(7, "ping", "[0." + "9".repeat(1_000) + "]")),
        invalidRequest7("a million digits", request(7, "ping", "[" + "9".repeat(1_000_000) + "]")),
        invalidRequest7("1e1000", request(7, "ping", "[1e1000]")),
        invalidRequest7("1e-1001", request(7, "ping", "[1e-1001]")),
        invalidRequest7("1e999999999", request(7, "ping", "[1e999999999]")),
        invalidRequest7("1e99999999999", request(7, "ping", "[1e99999999999]")),
        invalid("one byte over 4 MiB", paddedTo(MAX_LINE_BYTES + 1)),
        invalid("9 MiB of nothing", " ".repeat(9 * 1024 * 1024)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \t ", "\r", "\uFEFF", "\uFEFF \r"})
  void blankLine_isPassedOver(String line) throws Exception {
    try (var client = TestClient.initialized()) {
      client.send(line, ping(1));

      assertThat(client.next().get("id").asInt()).isEqualTo(1);
      assertThat(client.finish()).isEmpty();
    }
  }

  @Test
  void byteOrderMarkBeforeALine_isPassedOver() throws Exception {
    try (var client = TestClient.connected()) {
      client.send("\uFEFF" + TestClient.INITIALIZE, "\uFEFF" + ping(1));

      assertThat(client.next(2))
          .allMatch(answer -> answer.has("result"))
          .extracting(answer -> answer.get("id").asText())
          .containsExactly("init", "1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ping", "tools/list"})
  void paramsNull_areParamsLeftOut(String method) throws Exception {
    try (var client =
        TestClient.initialized(TestClient.tool("any", (exchange, call) -> TestClient.text("")))) {
      client.send(
          request(1, method, "null"), message("\"id\":2,\"method\":\"%s\"".formatted(method)));

      assertThat(client.next(2))
          .extracting(answer -> answer.get("result").toString())
          .satisfies(results -> assertThat(results.get(0)).isEqualTo(results.get(1)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"method\":\"notifications/unheard_of\"",
        "\"method\":\"tools/call\",\"params\":{\"name\":5}",
        "\"method\":\"x\",\"params\":1",
        "\"method\":\"x\",\"params\":null",
        "\"method\":\"x\",\"params\":{\"a\":1,\"a\":2}",
        "\"method\":\"x\",\"params\":[\"\\ud800\"]",
        "\"method\":\"x\",\"params\":[1e1000]",
        "\"method\":\"notifications/cancelled\",\"params\":\"x\"",
        "\"method\":\"notifications/initialized\",\"params\":1",
        "\"method\":\"notifications/roots/list_changed\",\"params\":\"x\"",
        "\"method\":\"\""
      })
  void notification_isNeverAnswered_whateverIsWrongWithIt(String members) throws Exception {
    try (var client = TestClient.initialized()) {
      client.send(message(members), ping(1));

      assertThat(client.next().get("id").asInt()).isEqualTo(1);
      assertThat(client.finish()).isEmpty();
    }
  }

  @Test
  void notificationOfTooManyValues_isRecognized_thoughItsMethodComesLast() throws Exception {
    String values = "0,".repeat(100_000) + "0";
    try (var client = TestClient.initialized()) {
      client.send("{\"params\":[" + values + "],\"method\":\"x\",\"jsonrpc\":\"2.0\"}", ping(1));

      assertThat(client.next().get("id").asInt()).isEqualTo(1);
      assertThat(client.finish()).isEmpty();
    }
  }

  @Test
  void batch_isToldWhatToDoInstead() throws Exception {
    try (var client = TestClient.initialized()) {
      client.send("[" + ping(7) + "]");

      assertThat(client.next().at("/error/message").asText())
          .isEqualTo("Batches are not supported. Send each message on its own line.");
    }
  }

  @Test
  void repeatedKey_isNamed() throws Exception {
    try (var client = TestClient.initialized()) {
      client.send(request(7, "ping", "{\"amount\":1,\"amount\":2}"));

      assertThat(client.next().at("/error/message").asText())
          .isEqualTo("The key \"amount\" occurs twice in one object.");
    }
  }

  @Test
  void repeatedLongKey_isNamedByItsStart() throws Exception {
    // given a key of surrogate pairs, none of which may be cut in two
    String key = "\uD83D\uDE00".repeat(1_000);

    try (var client = TestClient.initialized()) {
      client.send(request(7, "ping", "{\"%s\":1,\"%s\":2}".formatted(key, key)));

      assertThat(client.next().at("/error/message").asText())
          .isEqualTo(
              "The key \"%s…\" occurs twice in one object.".formatted("\uD83D\uDE00".repeat(40)));
    }
  }

  @Test
  void linesWithinTheLimits_areServed() throws Exception {
    try (var client = TestClient.initialized()) {
      client.send(
          request(1, "ping", "{\"a\":" + nested(98) + "}"),
          request(2, "ping", "[1e999, 1e-1000, -" + "9".repeat(1_000) + "]"),
          paddedTo(MAX_LINE_BYTES),
          ping(3) + "\r",
          ping(9223372036854775807L),
          ping(-9223372036854775808L),
          ping(""));

      assertThat(client.next(7))
          .allSatisfy(pong -> assertThat(pong.get("result")).isEmpty())
          .extracting(pong -> pong.get("id").toString())
          .containsExactly(
              "1", "2", "7", "3", "9223372036854775807", "-9223372036854775808", "\"\"");
    }
  }

  @Test
  void lastLineWithoutNewline_isServed() throws Exception {
    try (var client = TestClient.initialized()) {
      client.send(ping(1).getBytes(UTF_8));

      assertThat(client.finish())
          .singleElement()
          .satisfies(pong -> assertThat(pong.get("id").asInt()).isEqualTo(1));
    }
  }

  private static Arguments unreadable(String what, String line) {
    return arguments(what, line.getBytes(UTF_8), -32700, "null");
  }

  private static Arguments invalid(String what, String line) {
    return arguments(what, line.getBytes(UTF_8), -32600, "null");
  }

  private static Arguments invalidRequest7(String what, String line) {
    return arguments(what, line.getBytes(UTF_8), -32600, "7");
  }

  private static String message(String members) {
    return "{\"jsonrpc\":\"2.0\"," + members + "}";
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  private static String paddedTo(int length) {
    String ping = ping(7);
    return ping + " ".repeat(length - ping.length());
  }
}
