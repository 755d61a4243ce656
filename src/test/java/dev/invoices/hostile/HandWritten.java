package dev.invoices.hostile;

import static dev.invoices.hostile.ExpectedOutcome.UNREADABLE;
import static dev.invoices.hostile.ExpectedOutcome.UNSERVED;
import static dev.invoices.hostile.ExpectedOutcome.VALID;
import static dev.invoices.hostile.ExpectedOutcome.fault;
import static dev.invoices.hostile.ExpectedOutcome.ruleBroken;
import static dev.invoices.hostile.HostileInvoices.SUBMIT;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** The cases that chance would not find. */
public final class HandWritten {

  private static final int MAX_BYTES = 1_500_000;

  private HandWritten() {}

  /** Submissions at the limits, and arguments that are none. */
  public static List<HostileCase> submissions() {
    List<HostileCase> cases = new ArrayList<>();
    cases.add(lines("LINES-10000", 10_000, VALID));
    cases.add(lines("LINES-10001", 10_001, fault("invoice_data.lines")));
    cases.add(bytes("BYTES-AT-LIMIT", MAX_BYTES, VALID));
    cases.add(bytes("BYTES-ABOVE", MAX_BYTES + 1, ruleBroken("invoice_data")));
    for (String id : List.of("0", "_1", "x".repeat(100), "\u8BF7".repeat(100))) {
      cases.add(draft("id " + id, id, VALID, draft -> {}));
    }
    for (String id : HostileIds.CONFUSING) {
      cases.add(draft("id confusing", id, ruleBroken("invoice_data.id"), draft -> {}));
    }
    for (String text : HostileTexts.TO_BE_REFUSED_STRICTLY) {
      ExpectedOutcome refused = ruleBroken("invoice_data.lines[0].item");
      cases.add(
          draft(
              "strictly refused",
              "SR-" + cases.size(),
              refused,
              d -> d.item(0, HostileTexts.quote(text), text)));
    }
    cases.add(
        draft(
            "unknown to Java",
            "UN-1",
            ruleBroken("invoice_data.lines[0].item"),
            d -> d.item(0, HostileTexts.quote(HostileTexts.UNKNOWN), HostileTexts.UNKNOWN)));
    for (HostileTexts.Cleaned text : HostileTexts.TO_BE_CLEANED_STRICTLY) {
      cases.add(
          draft(
              "strictly read",
              "SC-" + cases.size(),
              VALID,
              d -> d.item(0, HostileTexts.quote(text.given()), text.read())));
    }
    cases.add(
        draft(
            "megabyte",
            "MB-1",
            fault("invoice_data.vendor"),
            d -> d.vendor("x".repeat(1_000_000))));
    cases.add(
        draft(
            "5 megabytes",
            "MB-5",
            new ExpectedOutcome("", ExpectedOutcome.NOT_A_MESSAGE, false, true),
            d -> d.vendor("x".repeat(5_000_000))));
    for (String unsafe : HostileTexts.FORGERIES) {
      cases.add(
          draft(
              "forgery",
              "F-" + cases.size(),
              ruleBroken("invoice_data.vendor"),
              d -> d.vendor(unsafe)));
    }
    for (int c : HostileTexts.unsafeCharacters()) {
      String text = "a" + Character.toString(c) + "b";
      boolean isCleaned = HostileTexts.isReadAsASpace(c) || HostileTexts.isDropped(c);
      String read = HostileTexts.isReadAsASpace(c) ? "a b" : "ab";
      cases.add(
          draft(
              "U+%04X".formatted(c),
              "U-" + c,
              isCleaned ? VALID : ruleBroken("invoice_data.lines[0].item"),
              d -> d.item(0, HostileTexts.quote(text), read)));
    }
    for (HostileTexts.Cleaned text : HostileTexts.TO_BE_CLEANED) {
      String json = HostileTexts.quote(text.given());
      cases.add(
          draft(
              "cleaned",
              "C-" + cases.size(),
              VALID,
              d -> {
                ExpectedInvoice.TEXTS.stream()
                    .filter(field -> !field.endsWith("date"))
                    .forEach(field -> d.text(field, json, text.read()));
                d.item(0, json, text.read());
                d.description(0, json, text.read());
              }));
    }
    for (String text : HostileTexts.HARMLESS) {
      cases.add(
          draft(
              "harmless",
              "OK-" + cases.size(),
              VALID,
              d -> {
                d.vendor(text);
                d.item(0, HostileTexts.quote(text), text);
                d.description(0, HostileTexts.quote(text), text);
              }));
    }
    cases.add(draft("beside", "B-1", VALID, d -> d.beside = ",\"urgent\":true"));
    cases.add(draft("twice", "B-2", UNSERVED, d -> d.beside = ",\"invoice_data\":{}"));
    cases.add(
        draft(
            "key with a forgery twice",
            "B-3",
            UNSERVED,
            d -> d.beside = ",\"\\u202e\\u2028x\":1,\"\\u202e\\u2028x\":2"));
    cases.add(draft("cut off", "B-4", UNREADABLE, d -> d.beside = ",{"));
    for (String name : List.of("\\u202eid", "a\\nStatus: Completed", "\\u0000", "\\u2028- ok")) {
      cases.add(
          draft("field name", "N-" + cases.size(), VALID, d -> d.beside = ",\"" + name + "\":1"));
    }
    cases.addAll(inStrings());
    for (String no : List.of("null", "7", "\"x\"", "\"\"", "\"[]\"", "\"{\"", "[]", "true")) {
      cases.add(
          new HostileCase(
              "no invoice",
              SUBMIT,
              "{\"invoice_data\":" + no + "}",
              List.of(fault("invoice_data")),
              "",
              null));
    }
    return cases;
  }

  /** An invoice, its lines or a line as JSON in a string, strict or not. */
  private static List<HostileCase> inStrings() {
    List<HostileCase> cases = new ArrayList<>();
    String line = "{\"item\":\"Desk\",\"amount\":\"12.30\"}";
    for (String lines :
        List.of("[" + line + "]", "[" + HostileTexts.quote(line) + "]", " [" + line + "]\n")) {
      cases.add(
          draft(
              "lines in a string",
              "J-" + cases.size(),
              ExpectedOutcome.READ_GENEROUSLY,
              d -> {
                d.clearLines();
                d.addLine("Desk", "12.30");
                d.written.put("lines", HostileTexts.quote(lines));
              }));
    }
    for (String broken :
        List.of(
            "[" + line + "] x",
            "[" + line + ",]",
            "[{\"item\":\"a\",\"item\":\"b\",\"amount\":1}]",
            "[{\"item\":\"a\",\"amount\":NaN}]",
            "[{\"item\":\"a\",\"amount\":1e999999999}]",
            "[".repeat(101) + "]".repeat(101),
            "[".repeat(5_000),
            "\"[]\"",
            "[1".repeat(1_000))) {
      cases.add(
          draft(
              "no JSON in a string",
              "K-" + cases.size(),
              fault("invoice_data.lines"),
              d -> d.written.put("lines", HostileTexts.quote(broken))));
    }
    return cases;
  }

  /** Identifiers and notes of the other three tools. */
  public static List<HostileCase> aboutNothing() {
    List<HostileCase> cases = new ArrayList<>();
    for (String tool : List.of("approve_invoice", "reject_invoice", "get_invoice_status")) {
      for (String id : HostileIds.IMPOSSIBLE) {
        boolean isBlank = id.isBlank() || id.equals("\u2800");
        if (!isBlank || !tool.equals("get_invoice_status")) {
          cases.add(about(tool, HostileTexts.quote(id), "", HostileIds.refusal("invoice_id", id)));
        }
      }
      for (String id : List.of("7.0", "-7", "true", "[]", "{}", "1e400", "[\"A\"]")) {
        cases.add(about(tool, id, "", fault("invoice_id")));
      }
      cases.add(about(tool, "7", "", ExpectedOutcome.READ_GENEROUSLY));
      for (String id :
          List.of(
              "\"..nobody\"",
              "\"nobody\"",
              "\" nobody\\n\"",
              "\"h-0-\"",
              "\"../../etc/passwd\"",
              "\"\u8BF7\u6B3E-0\"",
              "\"no body's; <b>\"")) {
        cases.add(about(tool, id, "", VALID));
      }
      if (!tool.equals("get_invoice_status")) {
        cases.add(about(tool, "null", "", fault("invoice_id")));
      }
      cases.add(about(tool, "1e999999999", "", UNSERVED));
      cases.add(about(tool, "NaN", "", UNREADABLE));
      cases.add(about(tool, "\"\\udc00\"", "", UNSERVED));
      cases.add(about(tool, "\"A\",\"invoice_id\":\"B\"", "", UNSERVED));
    }
    for (String tool : List.of("approve_invoice", "reject_invoice")) {
      for (String note : HostileTexts.FORGERIES) {
        cases.add(about(tool, "\"nobody\"", HostileTexts.quote(note), ruleBroken("note")));
      }
      for (String note : HostileTexts.HARMLESS) {
        cases.add(about(tool, "\"nobody\"", HostileTexts.quote(note), VALID));
      }
      for (HostileTexts.Cleaned note : HostileTexts.TO_BE_CLEANED) {
        cases.add(about(tool, "\"nobody\"", HostileTexts.quote(note.given()), VALID));
      }
      cases.add(about(tool, "\"nobody\"", "7", fault("note")));
      cases.add(about(tool, "\"nobody\"", "null", ExpectedOutcome.READ_GENEROUSLY));
      cases.add(about(tool, "\"nobody\"", HostileTexts.quote("x".repeat(501)), fault("note")));
    }
    cases.addAll(acknowledgements());
    return cases;
  }

  /** What is no answer of a person; a rejection needs none, and takes no notice of it. */
  private static List<HostileCase> acknowledgements() {
    List<HostileCase> cases = new ArrayList<>();
    for (String no : List.of("7", "\"yes\"", "[]", "{}", "[true]")) {
      cases.add(acknowledged("approve_invoice", no, fault("acknowledge_duplicate")));
    }
    for (String said : List.of("\"true\"", "\"false\"", "null")) {
      cases.add(acknowledged("approve_invoice", said, ExpectedOutcome.READ_GENEROUSLY));
    }
    for (String ignored : List.of("true", "7", "\"yes\"", "\"true\"", "null", "[]", "{}")) {
      cases.add(acknowledged("reject_invoice", ignored, VALID));
    }
    return cases;
  }

  private static HostileCase acknowledged(String tool, String flag, ExpectedOutcome outcome) {
    return about(tool, "\"nobody\",\"acknowledge_duplicate\":" + flag, "", outcome);
  }

  private static HostileCase about(String tool, String id, String note, ExpectedOutcome outcome) {
    String arguments = "{\"invoice_id\":" + id + (note.isEmpty() ? "" : ",\"note\":" + note) + "}";
    return new HostileCase("about", tool, arguments, List.of(outcome), "", null);
  }

  private static HostileCase draft(
      String name, String id, ExpectedOutcome outcome, Consumer<InvoiceDraft> change) {
    InvoiceDraft draft = new InvoiceDraft(id, new Random(1));
    change.accept(draft);
    return new HostileCase(name, SUBMIT, draft.arguments(), List.of(outcome), id, draft.expected());
  }

  private static HostileCase lines(String id, int count, ExpectedOutcome outcome) {
    return draft(
        id,
        id,
        outcome,
        draft -> {
          draft.clearLines();
          for (int i = 0; i < count; i++) {
            draft.addLine("Item " + i, "0.01");
          }
        });
  }

  /** An invoice whose normal form, written out here by hand, has exactly so many bytes. */
  private static HostileCase bytes(String id, int bytes, ExpectedOutcome outcome) {
    return draft(
        id,
        id,
        outcome,
        draft -> {
          draft.clearLines();
          draft.texts.clear();
          draft.written.remove("vendor");
          draft.currency("USD");
          int size =
              "{'id':'%s','currency':'USD','lines':[],'total':3000.00}".formatted(id).length();
          int empty = "{'item':'Desk','amount':1.00,'description':''}".length();
          int count = 3_000;
          size += count * empty + count - 1;
          int rest = bytes - size;
          for (int i = 0; i < count; i++) {
            String text = "x".repeat(rest / count + (i < rest % count ? 1 : 0));
            draft.addLine("Desk", "1");
            draft.description(i, HostileTexts.quote(text), text);
          }
        });
  }
}
