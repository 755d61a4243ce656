package dev.invoices.register.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.invoices.ledger.LedgerException;
import dev.invoices.register.Finding;
import dev.invoices.register.Finding.Match;
import dev.invoices.register.Finding.State;
import dev.invoices.register.InvoiceEnding;
import dev.invoices.register.InvoiceEnding.Outcome;
import dev.invoices.register.Registration;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which invoices are possibly the same, and what is said of them. */
class LedgerInvoiceRegisterTest extends ArrivalsFixture {

  @Test
  void firstInvoice_resemblesNone() {
    assertThat(arrive(ALPHA, "INV-900")).isEmpty();
  }

  @Test
  void samePaperTypedTwice_isFoundWithEverythingThatAPersonNeeds() {
    register.recordArrival(
        new Registration(
            "run", "INV-900", ALPHA, "A 17", USD, amount("10.50"), date("2026-01-05"), "d", NOON));

    assertThat(arrive("ALPHA  ltd", "inv-900"))
        .containsExactly(
            new Finding(
                "INV-900", ALPHA, "A 17", USD, amount("10.50"), NOON, State.OPEN, Match.NUMBER));
  }

  @ParameterizedTest
  @CsvSource({
    "INV-900, inv 900, Alpha Ltd",
    "INV-900, Inv.900/, Alpha Ltd",
    "INV-900, ＩＮＶ９００, Alpha Ltd",
    "FA-É1, fa é 1, Alpha Ltd",
    "FA-É1, FA É1, Alpha Ltd",
    "请款-12, 请款 12, Alpha Ltd",
    "حساب-12, حساب-١٢, Alpha Ltd",
    "फ़-१२, फ़-12, Alpha Ltd",
    "مشتری-۱۲, مشتری ١٢, Alpha Ltd",
    "INV-900, inv900, ''"
  })
  void numbersThatAgree_areFound(String first, String second, String vendor) {
    arrive(ALPHA, first);

    assertThat(arrive(vendor, second)).extracting(Finding::match).containsExactly(Match.NUMBER);
  }

  @ParameterizedTest
  @CsvSource({
    "INV-900, INV-901, Alpha Ltd",
    "INV-900, INV-900, Beta GmbH",
    "INV-900, INV-90, Alpha Ltd",
    "INV-900, 900, Alpha Ltd",
    "حساب-12, حساب-١٣, Alpha Ltd",
    "#-#, ##, Alpha Ltd"
  })
  void numberOrVendorThatDiffers_isNotFound(String first, String second, String vendor) {
    arrive(ALPHA, first);

    assertThat(arrive(vendor, second)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Acme Ltd., ACME Ltd",
    "ACME Ltd, 'acme, ltd.'",
    "'acme, ltd.', Acme Ltd.",
    "İSTANBUL TEKSTİL A.Ş., istanbul tekstil a.ş.",
    "Άλφα Ναυτιλιακή Α.Ε., ΑΛΦΑ ΝΑΥΤΙΛΙΑΚΗ ΑΕ"
  })
  void vendorsOfTheSameLetters_areOne(String first, String second) {
    arrive(first, "A", "", "10.50", date("2026-01-05"));

    assertThat(arrive(second, "B", "", "10.50", date("2026-01-05")))
        .extracting(Finding::match)
        .containsExactly(Match.TOTAL_AND_DATE);
    assertThat(arrive(second, "a")).extracting(Finding::match).containsExactly(Match.NUMBER);
  }

  @Test
  void paymentsToAVendorWithOtherPunctuation_areFoundByNumber() throws Exception {
    pay(Optional.of("Acme Ltd."), "INV-900", 1, "1.00");
    pay(Optional.of("Beta GmbH"), "INV-900", 1, "1.00");

    assertThat(arrive("ACME Ltd", "INV-900"))
        .extracting(Finding::vendor, Finding::state)
        .containsExactly(tuple("Acme Ltd.", State.PAID));
  }

  @Test
  void cancelledInvoiceWithAPaymentToAVendorWithPunctuation_counts() throws Exception {
    register.recordArrival(registration("run-1", "Acme Ltd.", "INV-900"));
    pay(Optional.of("Acme Ltd."), "INV-900", 1, "0.40");
    register.recordEnding(new InvoiceEnding("run-1", Outcome.CANCELLED, NOON));

    assertThat(arrive("Acme Ltd", "inv-900"))
        .extracting(Finding::state)
        .containsExactly(State.PARTIALLY_PAID);
  }

  @Test
  void paymentsToAVendorBehindManyOthers_areFoundByNumber() throws Exception {
    for (int i = 10; i < 40; i++) {
      pay(Optional.of("Beta " + i), "INV-900", 1, "1.00");
    }
    pay(Optional.of("Café Bleu"), "INV-900", 1, "1.00");

    assertThat(arrive("Cafe Bleu", "INV-900"))
        .extracting(Finding::vendor)
        .containsExactly("Café Bleu");
  }

  @ParameterizedTest
  @CsvSource({"FA-É1, FA-E1", "fa-e1, FA-É1", "ΤΠΥ-Ά7, τπυ-α7"})
  void numbersThatDifferInAccents_areOne(String first, String second) throws Exception {
    arrive(ALPHA, first);
    pay(Optional.of("Beta GmbH"), first, 1, "1.00");

    assertThat(arrive(ALPHA, second)).extracting(Finding::invoiceId).containsExactly(first);
    assertThat(arrive(ALPHA, "X-1", second, "1.00", Optional.empty()))
        .extracting(Finding::invoiceId)
        .contains(first);
    assertThat(arrive("Beta GmbH", second))
        .extracting(Finding::invoiceId, Finding::state)
        .containsExactly(tuple(first, State.PAID));
  }

  @Test
  void numbersThatDifferInAccents_areTwoPayments() throws Exception {
    pay(Optional.of(ALPHA), "FA-É1", 1, "1.00");
    pay(Optional.of(ALPHA), "FA-E1", 1, "1.00");

    assertThat(arrive(ALPHA, "FA E1"))
        .extracting(Finding::invoiceId)
        .containsExactlyInAnyOrder("FA-É1", "FA-E1");
  }

  @Test
  void invoiceWithoutVendor_agreesWithAnyVendor() {
    arrive("", "INV-900");

    assertThat(arrive(ALPHA, "inv-900")).hasSize(1);
    assertThat(arrive("", "INV 900")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "1001, '', 1001 (Beta), 1001",
    "1001 (Beta), 1001, 1001, ''",
    "A, 77, B, 77",
    "A, #-#, B, #-#",
    "77, 78, 79, 77",
    "A, 77, 77, 78"
  })
  void numberAndId_areComparedWithEachOther(
      String id, String number, String otherId, String otherNumber) {
    arrive(ALPHA, id, number, "1.00", Optional.empty());

    assertThat(arrive(ALPHA, otherId, otherNumber, "2.00", Optional.empty()))
        .extracting(Finding::match)
        .containsExactly(Match.NUMBER);
  }

  @Test
  void sameVendorTotalAndDate_areFoundUnderAnotherNumber() {
    arrive(ALPHA, "A", "", "10.50", date("2026-01-05"));

    assertThat(arrive("alpha LTD", "B", "", "10.50", date("2026-01-05")))
        .extracting(Finding::invoiceId, Finding::match)
        .containsExactly(tuple("A", Match.TOTAL_AND_DATE));
  }

  @ParameterizedTest
  @CsvSource({
    "Alpha Ltd, 10.51, 2026-01-05",
    "Alpha Ltd, 10.50, 2026-01-06",
    "Alpha Ltd, 10.50, ",
    "Beta GmbH, 10.50, 2026-01-05",
    "'', 10.50, 2026-01-05"
  })
  void totalDateOrVendorThatDiffersOrIsMissing_isNotFound(
      String vendor, String total, LocalDate issueDate) {
    arrive(ALPHA, "A", "", "10.50", date("2026-01-05"));
    arrive("", "C", "", "10.50", date("2026-01-05"));
    arrive(ALPHA, "D", "", "10.50", Optional.empty());

    assertThat(arrive(vendor, "B", "", total, Optional.ofNullable(issueDate))).isEmpty();
  }

  @Test
  void sameTotalInAnotherCurrency_isNotFound() {
    arrive(ALPHA, "A", "", "10.50", date("2026-01-05"));

    assertThat(
            register.recordArrival(
                new Registration(
                    "run",
                    "B",
                    ALPHA,
                    "",
                    Currency.getInstance("EUR"),
                    amount("10.50"),
                    date("2026-01-05"),
                    "d",
                    NOON)))
        .isEmpty();
  }

  @Test
  void arrivalThatIsRecordedAgain_findsNeitherItselfNorWhatCameLater() {
    Registration first = registration("run-1", ALPHA, "INV-900");
    register.recordArrival(first);
    arrive(ALPHA, "inv-900");

    assertThat(register.recordArrival(first)).isEmpty();
    assertThat(arrive(ALPHA, "inv 900")).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "TIMED_OUT", "CANCELLED"})
  void invoiceThatEndedUnpaid_doesNotCount(Outcome outcome) {
    register.recordArrival(registration("run-1", ALPHA, "INV-900"));
    register.recordEnding(new InvoiceEnding("run-1", outcome, NOON));

    assertThat(arrive(ALPHA, "inv-900")).isEmpty();
    assertThat(arrive(ALPHA, "INV 900")).as("the one after it counts").hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"PAID, PAID", "PARTIALLY_PAID, PARTIALLY_PAID"})
  void invoiceThatWasPaid_isFoundAsSuch(Outcome outcome, State state) {
    register.recordArrival(registration("run-1", ALPHA, "INV-900"));
    register.recordEnding(new InvoiceEnding("run-1", outcome, NOON));

    assertThat(arrive(ALPHA, "INV-900")).extracting(Finding::state).containsExactly(state);
  }

  @Test
  void cancelledInvoiceWithAPayment_counts() throws Exception {
    register.recordArrival(registration("run-1", ALPHA, "INV-900"));
    pay(Optional.of(ALPHA), "INV-900", 1, "0.40");
    register.recordEnding(new InvoiceEnding("run-1", Outcome.CANCELLED, NOON));

    assertThat(arrive(ALPHA, "INV-900"))
        .extracting(Finding::state)
        .containsExactly(State.PARTIALLY_PAID);
  }

  @Test
  void paymentsInTheLedger_sayWhatBecameOfAnInvoiceWithoutAnEnding() throws Exception {
    register.recordArrival(registration("run-1", ALPHA, "INV-900"));
    pay(Optional.of("Beta GmbH"), "INV-900", 1, "1.00");
    assertThat(states("inv-900")).containsExactly(State.OPEN);

    pay(Optional.of("alpha ltd"), "INV-900", 1, "0.40");
    assertThat(states("INV 900")).contains(State.PARTIALLY_PAID);

    pay(Optional.of(ALPHA), "INV-900", 2, "0.60");
    assertThat(arrive(ALPHA, "INV_900"))
        .filteredOn(finding -> finding.invoiceId().equals("INV-900"))
        .extracting(Finding::state)
        .contains(State.PAID);
  }

  @Test
  void paidForTheSameSubmission_whichArrivesOnceMore_isNoDuplicateOfItself() throws Exception {
    register.recordArrival(registration("first run", ALPHA, "INV-900"));
    pay(Optional.of(ALPHA), "INV-900", 1, "1.00", "first run");

    assertThat(register.recordArrival(registration("first run", ALPHA, "INV-900"))).isEmpty();
    assertThat(register.recordArrival(registration("second run", ALPHA, "INV-900"))).hasSize(1);
  }

  @Test
  void earlierRunOfTheSameInvoice_countsOnlyIfItWasPaid() throws Exception {
    register.recordArrival(registration("run-1", ALPHA, "INV-900"));
    assertThat(arrive(ALPHA, "INV-900")).isEmpty();

    pay(Optional.of(ALPHA), "INV-900", 1, "1.00");

    assertThat(arrive(ALPHA, "INV-900")).isNotEmpty();
  }

  @Test
  void endingOfAnInvoiceThatWasNotRecorded_doesNothing() {
    register.recordEnding(new InvoiceEnding("run-0", Outcome.PAID, NOON));
    register.recordEnding(new InvoiceEnding("run-0", Outcome.CANCELLED, NOON));

    assertThat(arrive(ALPHA, "INV-900")).isEmpty();
  }

  @Test
  void paymentsWithoutAnArrival_areFoundByNumber() throws Exception {
    pay(Optional.of(ALPHA), "INV-900", 1, "1.00");
    pay(Optional.of(ALPHA), "INV-900", 2, "2.00");
    pay(Optional.of("Beta GmbH"), "INV-900", 1, "4.00");

    assertThat(arrive(ALPHA, "inv 900"))
        .containsExactly(
            new Finding("INV-900", ALPHA, "", USD, amount("3.00"), NOON, State.PAID, Match.NUMBER));
    assertThat(arrive("", "inv/900")).extracting(Finding::vendor).contains(ALPHA, "Beta GmbH");
  }

  @Test
  void paymentsOfAnInvoiceWithoutVendor_areFoundForAnyVendor() throws Exception {
    pay(Optional.of(""), "INV-900", 1, "1.00");

    assertThat(arrive(ALPHA, "inv 900"))
        .extracting(Finding::vendor, Finding::state)
        .containsExactly(tuple("", State.PAID));
  }

  @Test
  void manyFindings_theFiveMostRelevantAreShown() {
    for (int i = 1; i <= 8; i++) {
      arrive(ALPHA, "T-" + i, "", "10.00", date("2026-01-05"));
    }
    arrive("", "INV-900", "", "10.00", Optional.empty());
    arrive(ALPHA, "INV 900", "", "99.00", Optional.empty());
    arrive(ALPHA, "INV.900", "", "10.00", Optional.empty());

    assertThat(arrive(ALPHA, "INV_900", "", "10.00", date("2026-01-05")))
        .extracting(Finding::invoiceId)
        .containsExactly("INV.900", "INV-900", "INV 900", "T-8", "T-7");
  }

  @Test
  void lockedStore_failsWithinASecond() throws Exception {
    try (var other = store.lock()) {
      assertThat(other).isNotNull();
      Instant before = Instant.now();

      assertThatThrownBy(() -> arrive(ALPHA, "INV-900"))
          .isInstanceOf(LedgerException.class)
          .hasMessageEndingWith(
              "it did not answer within 700 ms; another process may keep it locked");

      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(1));
    }
    assertThat(arrive(ALPHA, "INV-900")).hasSizeLessThanOrEqualTo(1);
  }

  private List<State> states(String id) {
    return arrive(ALPHA, id).stream().map(Finding::state).toList();
  }
}
