package dev.invoices.server.tools.wording;

import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.Money;
import dev.invoices.json.ExactJson;
import dev.invoices.text.LineCount;
import dev.invoices.text.Quote;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What differs between an invoice as it was shown before and as it is now, field by field and line
 * by line: where two long invoices differ in one line, a person would look for it in vain.
 */
public final class ContentChange {

  private static final int MAX_DIFFERENCES = 10;

  /** How much of a text is shown, and how much of it from before the first difference. */
  private static final int MAX_TEXT = 200;

  private static final int TEXT_BEFORE = 20;
  private static final String NOTHING = "nothing";

  /** Two contents with different digests that read the same. */
  private static final String UNSEEN =
      "Both read the same; a value is given in another way, such as a number as text.";

  private final InvoiceSnapshot before;
  private final InvoiceSnapshot now;
  private final String how;
  private final List<String> differences = new ArrayList<>();

  private ContentChange(InvoiceSnapshot before, InvoiceSnapshot now, String how) {
    this.before = before;
    this.now = now;
    this.how = how;
  }

  /**
   * The differences in some sentences, at most {@value #MAX_DIFFERENCES} of them; says so when
   * there are more, and when lines that were not shown may differ, too.
   */
  public static String sentences(InvoiceSnapshot before, InvoiceSnapshot now) {
    return sentences(before, now, "shown");
  }

  /** The same for an invoice whose id was submitted before, and is submitted again. */
  public static String sinceSubmission(InvoiceSnapshot before, InvoiceSnapshot now) {
    return sentences(before, now, "submitted");
  }

  private static String sentences(InvoiceSnapshot before, InvoiceSnapshot now, String how) {
    ContentChange change = new ContentChange(before, now, how);
    change.compare();
    String sentences =
        Stream.of(change.named(), change.notShown())
            .filter(sentence -> !sentence.isEmpty())
            .collect(Collectors.joining(" "));
    return sentences.isEmpty() ? UNSEEN : sentences;
  }

  private void compare() {
    text("Vendor", InvoiceSnapshot::vendor);
    text("Number", InvoiceSnapshot::number);
    plain("Issued", known -> known.issueDate().map(LocalDate::toString));
    plain("Due", known -> known.dueDate().map(LocalDate::toString));
    text("Purchase order", InvoiceSnapshot::purchaseOrder);
    plain(
        "Total",
        known ->
            Optional.of(
                "%s in %s".formatted(known.totalAmount(), LineCount.text(known.lineCount()))));
    extra();
    lines();
  }

  private void text(String name, Function<InvoiceSnapshot, String> field) {
    addTexts(name, field.apply(before), field.apply(now));
  }

  private void plain(String name, Function<InvoiceSnapshot, Optional<String>> field) {
    add(name, field.apply(before).orElse(NOTHING), field.apply(now).orElse(NOTHING));
  }

  private void extra() {
    Map<String, Object> old = before.extra();
    TreeSet<String> names = new TreeSet<>(old.keySet());
    names.addAll(now.extra().keySet());
    for (String name : names) {
      addTexts("Extra " + Quote.of(name), value(old, name), value(now.extra(), name));
    }
  }

  private static String value(Map<String, Object> extra, String name) {
    return extra.containsKey(name) ? ExactJson.text(extra.get(name)) : "";
  }

  private void lines() {
    Map<Integer, LineSnapshot> old = byNumber(before);
    Map<Integer, LineSnapshot> current = byNumber(now);
    TreeSet<Integer> numbers = new TreeSet<>(old.keySet());
    numbers.addAll(current.keySet());
    for (int number : numbers) {
      Optional<LineSnapshot> was = Optional.ofNullable(old.get(number));
      Optional<LineSnapshot> is = Optional.ofNullable(current.get(number));
      if (was.isPresent() && is.isPresent()) {
        line("Line " + number, was.get(), is.get());
      } else if (number > before.lineCount() || number > now.lineCount()) {
        add("Line " + number, whole(was, before), whole(is, now));
      }
    }
  }

  private static Map<Integer, LineSnapshot> byNumber(InvoiceSnapshot invoice) {
    Map<Integer, LineSnapshot> lines = new TreeMap<>();
    invoice.lines().forEach(line -> lines.put(line.line(), line));
    return lines;
  }

  private void line(String name, LineSnapshot was, LineSnapshot is) {
    add(name + ", amount", amount(was, before), amount(is, now));
    addTexts(name + ", item", was.item(), is.item());
    addTexts(name + ", description", was.description(), is.description());
    add(name + ", quantity", number(was.quantity()), number(is.quantity()));
    add(name + ", unit price", number(was.unitPrice()), number(is.unitPrice()));
  }

  private static String amount(LineSnapshot line, InvoiceSnapshot invoice) {
    return new Money(invoice.currency(), line.amount()).toString();
  }

  private static String number(Optional<BigDecimal> stated) {
    return stated.map(ExactJson::text).orElse(NOTHING);
  }

  private static String whole(Optional<LineSnapshot> line, InvoiceSnapshot invoice) {
    return line.map(it -> amount(it, invoice) + " for " + Quote.of(it.item(), MAX_TEXT))
        .orElse(NOTHING);
  }

  private void addTexts(String name, String was, String is) {
    if (!was.equals(is)) {
      int from = Math.max(0, sameStart(was, is) - TEXT_BEFORE);
      differences.add(difference(name, quoted(was, from), quoted(is, from)));
    }
  }

  /** In code points. */
  private static int sameStart(String one, String other) {
    int[] a = one.codePoints().toArray();
    int[] b = other.codePoints().toArray();
    int same = 0;
    while (same < Math.min(a.length, b.length) && a[same] == b[same]) {
      same++;
    }
    return same;
  }

  /** Two texts that begin alike are shown from where they differ, if they are long. */
  private static String quoted(String text, int from) {
    int length = text.codePointCount(0, text.length());
    if (text.isEmpty()) {
      return NOTHING;
    }
    return length <= MAX_TEXT
        ? Quote.of(text)
        : Quote.of(
            (from == 0 ? "" : "…") + text.substring(text.offsetByCodePoints(0, from)), MAX_TEXT);
  }

  private void add(String name, String was, String is) {
    if (!Objects.equals(was, is)) {
      differences.add(difference(name, was, is));
    }
  }

  private static String difference(String name, String was, String is) {
    return "%s: %s -> %s".formatted(name, was, is);
  }

  private String named() {
    if (differences.isEmpty()) {
      return "";
    }
    int more = Math.max(0, differences.size() - MAX_DIFFERENCES);
    return "What differs (%s before -> now): %s%s."
        .formatted(
            how,
            String.join("; ", differences.subList(0, differences.size() - more)),
            more == 0
                ? ""
                : "; and %,d more %s".formatted(more, more == 1 ? "difference" : "differences"));
  }

  private String notShown() {
    int compared = (int) before.lines().stream().filter(it -> isShownNow(it.line())).count();
    if (compared >= Math.min(before.lineCount(), now.lineCount())) {
      return "";
    }
    if (compared == 0) {
      return "The lines were not compared, so that they may differ.";
    }
    return "%s of the lines were compared; the others may differ%s."
        .formatted("%,d".formatted(compared), differences.isEmpty() ? "" : ", too");
  }

  private boolean isShownNow(int line) {
    return now.lines().stream().anyMatch(it -> it.line() == line);
  }
}
