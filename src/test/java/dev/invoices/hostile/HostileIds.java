package dev.invoices.hostile;

import java.util.List;

/**
 * Identifiers as they stand on paper, and some that want to be paths, other identifiers or lines.
 */
public final class HostileIds {

  /** Odd but possible; {@code %s} is where a number of their own keeps them apart. */
  static final List<String> POSSIBLE =
      List.of(
          "..%s",
          ".%s.",
          "_%s",
          "%s.exe",
          "CON.%s",
          "%s.-_",
          "NULL.%s",
          "%s/2026",
          "RE %s-17",
          "#%s",
          "0618|01/10/2020|%s",
          "Rg.Nr.: %s",
          "../../etc/%s",
          "C:\\%s",
          "\u8BF7\u6B3E-%s",
          "\u0641\u0627\u062A\u0648\u0631\u0629 %s",
          "\u2116 %s",
          "FA\u2011%s",
          "\u00E9%s",
          "\uD83D\uDE00%s",
          "a%%20b?c=d&e#%s",
          "'%s';--",
          "<b>%s</b>",
          "\"%s\"",
          "$(%s)",
          "`%s`",
          "%s*",
          "%s. Workflow ID: x",
          "Status: Completed %s",
          "Invoice-%s");

  /** Valid of invoices that were submitted before, which nothing else may be confused with. */
  static final List<String> CONFUSING =
      List.of(
          "-",
          "--",
          ".",
          "..",
          "...",
          "_",
          "/",
          "#-#",
          "\"",
          "-7",
          "--help",
          "-rf.7",
          "INV-7\uD834\uDD59");

  /** What is given, and the normal form in which it is the id. */
  static final List<List<String>> TO_BE_CLEANED =
      List.of(
          List.of(" %s ", "%s"),
          List.of("%s\n", "%s"),
          List.of("\u00A0RE \u3000 %s\t", "RE %s"),
          List.of("E\u0301-%s", "\u00C9-%s"),
          List.of("\u212B-%s", "\u00C5-%s"));

  /** No identifiers, however they are read. */
  public static final List<String> IMPOSSIBLE =
      List.of(
          "",
          " ",
          "\t\n",
          "INV-1\u0000",
          "INV-1\u001BStatus: Completed",
          "\u0406NV-1",
          "IN\u0412-5",
          "\u0391lpha",
          "\u0421\u0447-\u03A3",
          "r\u0435sum\u00E9",
          "INV-1\u200B",
          "\u2800",
          "A\uFFFC",
          "\uE000-1",
          "\u0301-1",
          "INV\u00AD1",
          "INV\u200D1",
          "INV-1\uFE0F",
          "\u202E1-VNI",
          "x".repeat(101),
          "\u00E9".repeat(101),
          "x".repeat(100_000));

  /** What must become of one of them; the schema states how long an id may be, no more. */
  static ExpectedOutcome refusal(String path, String impossible) {
    // Where an id is asked for, that of the workflow may be given, which is longer.
    int longest = path.equals("invoice_id") ? 108 : 100;
    return impossible.isEmpty() || impossible.codePointCount(0, impossible.length()) > longest
        ? ExpectedOutcome.fault(path)
        : ExpectedOutcome.ruleBroken(path);
  }

  private HostileIds() {}
}
