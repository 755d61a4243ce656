package dev.invoices.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.payment.IdempotencyKey;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.Receipt;
import dev.invoices.text.NameKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is owed once is paid once: to one vendor, for one invoice, one line or all of them. */
class OnePaymentPerObligationTest extends LedgerFixture {

  private static final List<Optional<String>> VENDORS =
      List.of(
          Optional.of("Alpha Ltd"),
          Optional.of("ALPHA  LTD"),
          Optional.of("Beta GmbH"),
          Optional.of(""),
          Optional.empty());
  private static final List<String> IDS = List.of("1001", "1001/2", "INV 7", "inv 7");

  /** A payment that moved money. */
  private record Moved(Payment payment, Receipt receipt) {}

  @Test
  void otherVendorsInvoiceOfTheSameNumber_isPaidUnderItsOwnReceipt() throws Exception {
    Receipt alpha = gateway(NOON).pay(to("Alpha Ltd", "1001", 1, "Monthly fee", "100.00"));
    Receipt beta = gateway(NOON).pay(to("Beta GmbH", "1001", 1, "Monthly fee", "100.00"));

    assertThat(beta).isNotEqualTo(alpha);
    assertThat(rows("SELECT vendor FROM payments ORDER BY 1"))
        .containsExactly("Alpha Ltd", "Beta GmbH");
  }

  @Test
  void vendorWithOtherCapitals_getsTheFirstReceipt() throws Exception {
    Receipt first = gateway(NOON).pay(to("Alpha Ltd", "1001", 1, "Fee", "100.00"));

    assertThat(gateway(NOON).pay(to("ALPHA  ltd", "1001", 1, "Fee", "100.00"))).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({
    "İSTANBUL TEKSTİL A.Ş., istanbul tekstil a.ş., 1",
    "Άλφα Ναυτιλιακή Α.Ε., ΑΛΦΑ ΝΑΥΤΙΛΙΑΚΗ ΑΕ, 1",
    "Alpha Ltd., Alpha Ltd, 0"
  })
  void vendorOfTheSameLetters_isNotPaidTheSameAmountAgain(String first, String again, int line)
      throws Exception {
    gateway(NOON).pay(to("Beta GmbH", "1001", 1, "Fee", "100.00"));
    gateway(NOON).pay(to(first, "1001", 1, "Fee", "100.00"));

    assertThatThrownBy(() -> gateway(NOON).pay(to(again, "1001", line, "Fee", "100.00")))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessageStartingWith("a vendor of nearly this name was paid for ")
        .hasMessageContaining("this id")
        .hasMessageContaining(": Fee, USD 100.00 to " + first)
        .hasMessageEndingWith(
            "Reject this one. If that was another invoice, submit the unpaid lines under a new id");
    assertThat(keys()).hasSize(2);
  }

  @Test
  void vendorOfTheSameLetters_isPaidAnotherAmountOrLine() throws Exception {
    gateway(NOON).pay(to("Müller", "1001", 1, "Fee", "100.00"));

    gateway(NOON).pay(to("Muller", "1001", 1, "Fee", "100.01"));
    gateway(NOON).pay(to("Muller", "1001", 2, "Fee", "100.00"));
    gateway(NOON).pay(to("Muller", "1002", 1, "Fee", "100.00"));

    assertThat(keys()).hasSize(4);
  }

  /** All lines were paid, or some of them before the invoice was rejected. */
  @ParameterizedTest
  @ValueSource(strings = {"100.00", "140.00"})
  void wholeInvoiceOfAVendorOfTheSameLetters_isDeclinedOnceItsLinesArePaid(String total)
      throws Exception {
    gateway(NOON).pay(to("Café Bleu", "1001", 1, "Fee", "60.00"));
    gateway(NOON).pay(to("Café Bleu", "1001", 3, "Ink", "40.00"));

    assertThatThrownBy(() -> gateway(NOON).pay(to("Cafe Bleu", "1001", 0, "Invoice", total)))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessageStartingWith("a vendor of nearly this name was paid for line 1 of this id: ")
        .hasMessageContaining("Fee, USD 60.00 to Café Bleu");
    assertThat(keys()).hasSize(2);
  }

  @Test
  void lineOfAVendorOfTheSameLetters_isDeclinedOnceTheWholeInvoiceIsPaid() throws Exception {
    gateway(NOON).pay(to("Café Bleu", "1001", 0, "Invoice 1001, 2 lines", "100.00"));

    assertThatThrownBy(() -> gateway(NOON).pay(to("Cafe Bleu", "1001", 2, "Ink", "40.00")))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessageStartingWith("a vendor of nearly this name was paid for all lines of this id: ")
        .hasMessageContaining("USD 100.00 to Café Bleu");
    assertThat(keys()).hasSize(1);
  }

  @Test
  void vendorOfTheSameLetters_isPaidWhatCannotBeThoseLines() throws Exception {
    gateway(NOON).pay(to("Café Bleu", "1001", 1, "Fee", "60.00"));
    gateway(NOON).pay(to("Café Bleu", "1001", 2, "Ink", "40.00"));
    gateway(NOON).pay(to("Café Bleu", "1002", 0, "Invoice", "100.00"));

    gateway(NOON).pay(to("Cafe Bleu", "1001", 0, "Invoice", "99.99"));
    gateway(NOON).pay(to("Cafe Bleu", "1002", 1, "Fee", "100.01"));

    assertThat(keys()).hasSize(5);
  }

  /** All have the letters of the last one, and each was paid another amount. */
  @Test
  void vendorBehindManyOfTheSameLetters_isFound() throws Exception {
    for (int i = 1; i <= 30; i++) {
      gateway(NOON).pay(to("Acme" + "-".repeat(i), "1001", 1, "Fee", "%d.00".formatted(i)));
    }

    for (int i = 1; i <= 30; i++) {
      String amount = "%d.00".formatted(i);
      assertThatThrownBy(() -> gateway(NOON).pay(to("Acme", "1001", 1, "Fee", amount)))
          .isInstanceOf(PaymentDeclinedException.class)
          .hasMessageContaining("Fee, USD " + amount);
    }
    assertThat(keys()).hasSize(30);
  }

  @Test
  void keyOfAnotherVendorsPayment_isDeclinedNamingBoth() throws Exception {
    Payment alpha = to("Alpha Ltd", "1001", 1, "Fee", "100.00");
    gateway(NOON).pay(alpha);
    Payment beta =
        new Payment(
            alpha.idempotencyKey(),
            Optional.of("Beta GmbH"),
            "1001",
            1,
            "Fee",
            alpha.amount(),
            "",
            Optional.empty());

    assertThatThrownBy(() -> gateway(NOON).pay(beta))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessageMatching(
            "this payment was already made for Fee, USD 100.00 to Alpha Ltd, receipt SBX-[^.]+"
                + "\\. Reject this one\\. If that was another invoice, such as one of another year, submit the unpaid lines under a new id");
  }

  @Test
  void wholeInvoice_isDeclinedOnceALineIsPaid() throws Exception {
    gateway(NOON).pay(to("Alpha Ltd", "1001", 2, "Fee", "100.00"));

    assertThatThrownBy(() -> gateway(NOON).pay(to("Alpha Ltd", "1001", 0, "Invoice", "300.00")))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessageMatching(
            "line 2 of this invoice was already paid: Fee, USD 100.00 to Alpha Ltd, receipt SBX-.+\\."
                + " It cannot be paid as a whole\\."
                + " Reject it, and submit the unpaid lines under another id");
  }

  @Test
  void line_isDeclinedOnceTheWholeInvoiceIsPaid() throws Exception {
    gateway(NOON).pay(to("Alpha Ltd", "1001", 0, "Invoice 1001, 3 lines", "300.00"));

    assertThatThrownBy(() -> gateway(NOON).pay(to("Alpha Ltd", "1001", 2, "Fee", "100.00")))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessageMatching(
            "the whole invoice was already paid in one payment:"
                + " Invoice 1001, 3 lines, USD 300.00 to Alpha Ltd, receipt SBX-.+\\."
                + " Reject this one");
    gateway(NOON).pay(to("Beta GmbH", "1001", 2, "Fee", "100.00"));
  }

  @Test
  void samePaymentUnderAnotherKey_getsTheFirstReceipt() throws Exception {
    Payment payment = to("Alpha Ltd", "1001", 1, "Fee", "100.00");
    Receipt first = gateway(NOON).pay(payment);
    Payment otherKey =
        new Payment(
            "other",
            payment.vendor(),
            "1001",
            1,
            payment.item(),
            payment.amount(),
            "",
            Optional.empty());

    assertThat(gateway(NOON).pay(otherKey)).isEqualTo(first);
    assertThat(keys()).hasSize(1);
  }

  /** The longest names still leave room for what to do: the workflow keeps 300 characters. */
  @ParameterizedTest
  @ValueSource(ints = {0, 10_000})
  void reasonWithLongNames_isShortEnoughToBeKeptWhole(int line) throws Exception {
    String vendor = "v".repeat(200);
    gateway(NOON).pay(to(vendor, "1001", 10_000, "i".repeat(500), "100000000000.00"));

    assertThatThrownBy(
            () -> gateway(NOON).pay(to(vendor, "1001", line, "j".repeat(500), "100000000000.00")))
        .satisfies(reason -> assertThat(reason.getMessage()).hasSizeLessThanOrEqualTo(300));
    assertThatThrownBy(
            () ->
                gateway(NOON)
                    .pay(to(vendor + ".", "1001", line, "j".repeat(500), "100000000000.00")))
        .satisfies(reason -> assertThat(reason.getMessage()).hasSizeLessThanOrEqualTo(300));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anySequenceOfPayments_neverPaysAnObligationTwice(long seed) throws Exception {
    Random random = new Random(seed);
    List<Moved> moved = new ArrayList<>();
    Map<String, Receipt> receipts = new HashMap<>();
    for (int i = 0; i < 150; i++) {
      Payment payment = any(random);
      int before = keys().size();
      try {
        Receipt receipt = gateway(NOON).pay(payment);
        if (keys().size() > before) {
          moved.add(new Moved(payment, receipt));
        } else {
          assertThat(moved).anyMatch(first -> isRepetition(first, payment, receipt));
        }
        receipts.merge(payment.idempotencyKey(), receipt, (one, other) -> same(one, other));
      } catch (PaymentDeclinedException e) {
        assertThat(keys()).hasSize(before);
        assertThat(moved).anyMatch(first -> overlap(first.payment(), payment));
      }
    }
    assertNoneOverlap(moved);
  }

  private static Receipt same(Receipt one, Receipt other) {
    assertThat(other).isEqualTo(one);
    return one;
  }

  private static boolean isRepetition(Moved first, Payment payment, Receipt receipt) {
    return first.receipt().equals(receipt)
        && vendorKey(first.payment()).equals(vendorKey(payment))
        && first.payment().item().equals(payment.item())
        && first.payment().amount().isSameAs(payment.amount());
  }

  private static void assertNoneOverlap(List<Moved> moved) {
    assertThat(moved).hasSizeGreaterThan(10);
    for (int i = 0; i < moved.size(); i++) {
      for (int j = i + 1; j < moved.size(); j++) {
        Payment one = moved.get(i).payment();
        Payment other = moved.get(j).payment();
        assertThat(overlap(one, other)).as("%s and %s", one, other).isFalse();
      }
    }
  }

  /** The rule, said once more and another way than by the product. */
  private static boolean overlap(Payment one, Payment other) {
    boolean lines = one.line() == other.line() || one.line() * other.line() == 0;
    boolean vendors =
        one.vendor().isEmpty()
            || other.vendor().isEmpty()
            || vendorKey(one).equals(vendorKey(other));
    return one.invoiceId().equals(other.invoiceId()) && lines && vendors;
  }

  private static Optional<String> vendorKey(Payment payment) {
    return payment.vendor().map(NameKey::of);
  }

  private static Payment any(Random random) {
    Optional<String> vendor = VENDORS.get(random.nextInt(VENDORS.size()));
    String id = IDS.get(random.nextInt(IDS.size()));
    int line = vendor.isPresent() ? random.nextInt(5) : 1 + random.nextInt(4);
    String item = random.nextInt(5) == 0 ? "Yacht" : "Desk";
    return vendor
        .map(name -> to(name, id, line, item, "1.00"))
        .orElseGet(
            () ->
                new Payment(
                    id + "/" + line,
                    Optional.empty(),
                    id,
                    line,
                    item,
                    money("USD", "1.00"),
                    "",
                    Optional.empty()));
  }

  private static Payment to(String vendor, String invoiceId, int line, String item, String amount) {
    String key = IdempotencyKey.of(NAMESPACE, vendor, invoiceId, line);
    return new Payment(
        key,
        Optional.of(vendor),
        invoiceId,
        line,
        item,
        money("USD", amount),
        "",
        Optional.empty());
  }
}
