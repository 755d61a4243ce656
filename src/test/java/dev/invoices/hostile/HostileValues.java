package dev.invoices.hostile;

import java.util.List;
import java.util.Map;

/** JSON values that do not belong where they are put, and names that no field has. */
final class HostileValues {

  static final List<String> NO_TEXT =
      List.of("7", "1.5", "true", "false", "[]", "{}", "[\"x\"]", "{\"a\":1}", "-0", "1e400");
  static final Map<String, Integer> CURRENCIES =
      Map.of("USD", 2, "EUR", 2, "JPY", 0, "KRW", 0, "KWD", 3, "BHD", 3, "CLF", 4, "CHF", 2);
  static final List<String> NO_CURRENCY = List.of("XXX", "XAU", "XTS", "AAA", "QQQ", "ZZZ");
  static final List<String> NO_CURRENCY_BY_SHAPE =
      List.of(
          "\"usd\"",
          "\"Usd\"",
          "\"US\"",
          "\"USDD\"",
          "\"\"",
          "\" USD\"",
          "\"USD \"",
          "\"US$\"",
          "840",
          "\"840\"",
          "true",
          "{}",
          "[]",
          "[\"USD\"]",
          "\"\u0395UR\"",
          "\"\uFF35\uFF33\uFF24\"",
          "\"USD\\n\\n\"",
          "\"USD\\u202e\"",
          "\"EUR,USD\"");
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
