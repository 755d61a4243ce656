package dev.invoices.hostile;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** An invoice as it is written, piece by piece as text, and what each piece means. */
final class InvoiceDraft {

  /** What is written, as JSON texts; {@code lines} only when they are replaced as a whole. */
  final Map<String, String> written = new LinkedHashMap<>();

  final List<Map<String, String>> writtenLines = new ArrayList<>();

  /** What stands beside the invoice, and after it. */
  String beside = "";

  String id;
  String vendor = "";
  String currency = "USD";
  final List<ExpectedInvoice.Line> lines = new ArrayList<>();

  /** A valid invoice. */
  InvoiceDraft(String id, Random random) {
    id(id);
    if (random.nextBoolean()) {
      vendor("Acme");
    }
    if (random.nextBoolean()) {
      currency(List.of("USD", "EUR", "GBP").get(random.nextInt(3)));
    }
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      addLine("Item " + i, "%d.%02d".formatted(1 + random.nextInt(9999), random.nextInt(100)));
    }
  }

  void id(String value) {
    id = value;
    written.put("id", HostileTexts.quote(value));
  }

  void vendor(String value) {
    vendor = value;
    written.put("vendor", HostileTexts.quote(value));
  }

  void currency(String value) {
    currency = value;
    written.put("currency", HostileTexts.quote(value));
  }

  void addLine(String item, String amount) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("item", HostileTexts.quote(item));
    line.put("amount", amount);
    writtenLines.add(line);
    lines.add(new ExpectedInvoice.Line(item, new BigDecimal(amount), ""));
  }

  void item(int line, String written, String item) {
    writtenLines.get(line).put("item", written);
    ExpectedInvoice.Line old = lines.get(line);
    lines.set(line, new ExpectedInvoice.Line(item, old.amount(), old.description()));
  }

  void description(int line, String written, String description) {
    writtenLines.get(line).put("description", written);
    ExpectedInvoice.Line old = lines.get(line);
    lines.set(line, new ExpectedInvoice.Line(old.item(), old.amount(), description));
  }

  void amount(int line, String written) {
    writtenLines.get(line).put("amount", written);
  }

  void amount(int line, String written, BigDecimal amount) {
    amount(line, written);
    ExpectedInvoice.Line old = lines.get(line);
    lines.set(line, new ExpectedInvoice.Line(old.item(), amount, old.description()));
  }

  void clearLines() {
    writtenLines.clear();
    lines.clear();
  }

  BigDecimal sum() {
    return lines.stream()
        .map(ExpectedInvoice.Line::amount)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  ExpectedInvoice expected() {
    return new ExpectedInvoice(id, vendor, currency, lines, sum());
  }

  /** The invoice as JSON, or as what somebody took for JSON. */
  String invoice() {
    Map<String, String> all = new LinkedHashMap<>(written);
    if (!written.containsKey("lines")) {
      all.put(
          "lines",
          writtenLines.stream()
              .map(InvoiceDraft::object)
              .collect(Collectors.joining(",", "[", "]")));
    }
    all.values().removeIf(String::isEmpty);
    return object(all);
  }

  /** The arguments of the tool. */
  String arguments() {
    return "{\"invoice_data\":" + invoice() + beside + "}";
  }

  private static String object(Map<String, String> fields) {
    return fields.entrySet().stream()
        .filter(field -> !field.getValue().isEmpty())
        .map(field -> HostileTexts.quote(field.getKey()) + ":" + field.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
