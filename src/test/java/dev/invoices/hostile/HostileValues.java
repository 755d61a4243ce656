package dev.invoices.hostile;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** JSON values that do not belong where they are put, and names that no field has. */
final class HostileValues {

  static final List<String> NO_TEXT =
      List.of("7", "1.5", "true", "false", "[]", "{}", "[\"x\"]", "{\"a\":1}", "-0", "1e400");
  static final List<String> NO_TEXT_OR_INTEGER =
      NO_TEXT.stream().filter(json -> !json.matches("-?[0-9]+")).toList();
  static final Map<String, Integer> CURRENCIES =
      Map.of("USD", 2, "EUR", 2, "JPY", 0, "KRW", 0, "KWD", 3, "BHD", 3, "CLF", 4, "CHF", 2);
  static final List<String> NO_CURRENCY = List.of("XXX", "XAU", "XTS", "AAA", "QQQ", "ZZZ");
  static final List<String> NO_CURRENCY_BY_SHAPE =
      List.of(
          "\"US\"",
          "\"USDD\"",
          "\"US$\"",
          "840",
          "\"840\"",
          "true",
          "{}",
          "[]",
          "[\"USD\"]",
          "\"\u0395UR\"",
          "\"\uFF35\uFF33\uFF24\"",
          "\"USD\\u202e\"",
          "\"EUR,USD\"");

  /** The usual currency, as a careless writer writes it. */
  static final List<String> USUAL_CURRENCY =
      List.of("\"\"", "\" \"", "\" USD\"", "\"USD \"", "\"USD\\n\\n\"", "\"USD\\u200e\"");

  static final List<String> DATES = List.of("2026-10-01", "2024-02-29", "1900-01-01", "2199-12-31");
  static final List<String> NO_DATES =
      List.of(
          "31.12.2026",
          "2026-02-29",
          "2026-13-01",
          "2026-1-5",
          "20261231",
          "1899-12-31",
          "2200-01-01",
          "2026-12-31T00:00:00Z",
          "tomorrow",
          "\u0662026-12-31",
          "2026\u201112-31",
          "x".repeat(10_000),
          "0000-00-00",
          "-2026-01-01");

  /** What is written and what is read; numbers in their shortest form. */
  static final Map<String, Map<String, Object>> EXTRA =
      Map.of(
          "{}", Map.of(),
          "\"\"", Map.of(),
          "{\"a\":null,\"b\":\"\"}", Map.of(),
          "{\"terms\":\"30 days net\"}", Map.of("terms", "30 days net"),
          "{\"Status\":\"Completed\"}", Map.of("Status", "Completed"),
          "{\"a\\nb\":\" x\\ny \"}", Map.of("a b", "x y"),
          "{\"n\":7.50,\"z\":-0}", Map.of("n", new BigDecimal("7.5"), "z", BigDecimal.ZERO),
          "{\"__proto__\":\"x\"}", Map.of("__proto__", "x"),
          "\"{\\\"a\\\":1}\"", Map.of("a", BigDecimal.ONE));

  /** What is written, and the path of its fault within the invoice. */
  static final Map<String, String> NO_EXTRA =
      Map.of(
          "{\"a\":true}", "extra.a",
          "{\"a\":[]}", "extra.a",
          "{\"a\":{\"b\":1}}", "extra.a",
          "{\"a\":1e400}", "extra.a",
          "{\"a\":\"x\\u202e\"}", "extra.a",
          "{\"a\\u0000\":1}", "extra.\"a?\"",
          "{\"\":1}", "extra.\"\"",
          "{\"a b\":1,\"a  b\":2}", "extra.\"a b\"");

  static final List<String> NO_LINES =
      List.of(
          "[]", "{}", "\"x\"", "7", "true", "{\"0\":{\"item\":\"Desk\",\"amount\":1}}", "\"[]\"");
  static final List<String> NO_LINE = List.of("7", "null", "[]", "\"x\"", "[[]]", "true");
  static final List<String> STRANGE_NAMES =
      List.of(
          "ID",
          "Id",
          "i\u0064 ",
          "amounts",
          "__proto__",
          "constructor",
          "$ref",
          "$schema",
          "due",
          "x".repeat(1_000),
          "a.b",
          "a[0]",
          "*",
          "\u0456d",
          "vend\u043Er",
          "<b>",
          "-",
          "0");

  private HostileValues() {}
}
