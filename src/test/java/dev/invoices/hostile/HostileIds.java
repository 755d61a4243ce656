package dev.invoices.hostile;

import java.util.List;

/** Identifiers that want to be paths, other identifiers or lines. */
public final class HostileIds {

  /** Odd but possible; {@code %s} is where a number of their own keeps them apart. */
  static final List<String> POSSIBLE =
      List.of(
          "..%s", ".%s.", "-%s", "--%s", "_%s", "%s.exe", "CON.%s", "%s.-_", "-rf.%s", "NULL.%s");

  /** Not made of what an identifier is made of. */
  public static final List<String> IMPOSSIBLE =
      List.of(
          "",
          " ",
          "../../etc/passwd",
          "..\\x",
          "C:\\x",
          "a/b",
          "a b",
          "a\tb",
          "INV-1\u0000",
          "INV-1\nStatus: Completed",
          "INV-1\u2028Status: Completed",
          "INV\u20111",
          "INV\u22121",
          "\uFF29NV-1",
          "INV-\u0661",
          "\u0406NV-1",
          "r\u00E9sum\u00E9",
          "re\u0301sume\u0301",
          "\u212BNG",
          "\u017F",
          "\u0131",
          "\uD83D\uDE00",
          "INV-1\u200B",
          "\u202E1-VNI",
          "a;b",
          "a'b",
          "a\"b",
          "a%20b",
          "a?b=c",
          "a#b",
          "a:b",
          "a*",
          "a@b",
          "<b>",
          "`id`",
          "$(id)",
          "{}",
          "[]",
          "x".repeat(101),
          "x".repeat(100_000));

  private HostileIds() {}
}
