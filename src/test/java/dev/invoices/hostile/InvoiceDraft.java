package dev.invoices.hostile;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  final Map<String, String> texts = new HashMap<>();
  Map<String, Object> extra = Map.of();
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
    id(value, value);
  }

  void id(String given, String read) {
    id = read;
    written.put("id", HostileTexts.quote(given));
  }

  void vendor(String value) {
    text("vendor", HostileTexts.quote(value), value);
  }

  void text(String field, String json, String read) {
    texts.put(field, read);
    written.put(field, json);
  }

  void extra(String json, Map<String, Object> read) {
    extra = read;
    written.put("extra", json);
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
    lines.add(
        new ExpectedInvoice.Line(
            item, new BigDecimal(amount), "", Optional.empty(), Optional.empty()));
  }

  void item(int line, String written, String item) {
    writtenLines.get(line).put("item", written);
    lines.set(line, lines.get(line).withItem(item));
  }

  void description(int line, String written, String description) {
    writtenLines.get(line).put("description", written);
    lines.set(line, lines.get(line).withDescription(description));
  }

  void amount(int line, String written) {
    writtenLines.get(line).put("amount", written);
  }

  void amount(int line, String written, BigDecimal amount) {
    amount(line, written);
    lines.set(line, lines.get(line).withAmount(amount));
  }

  void quantity(int line, String written, Optional<BigDecimal> quantity) {
    writtenLines.get(line).put("quantity", written);
    lines.set(line, lines.get(line).withQuantity(quantity));
  }

  void unitPrice(int line, String written, Optional<BigDecimal> unitPrice) {
    writtenLines.get(line).put("unit_price", written);
    lines.set(line, lines.get(line).withUnitPrice(unitPrice));
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
    return new ExpectedInvoice(id, texts, currency, lines, sum(), extra);
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
