package dev.invoices.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.payment.Payment;
import dev.invoices.payment.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the gateway says was paid, and for which submission. */
class FoundPaymentsTest extends LedgerFixture {

  @Test
  void paymentsOfAnInvoice_areFoundByTheirLine() throws Exception {
    Receipt first = gateway(NOON).pay(payment("INV-1/1", "a", "1.00"));
    Receipt third = gateway(NOON).pay(payment("INV-1/3", "c", "3.00"));
    gateway(NOON).pay(payment("INV-2/2", "b", "2.00"));

    assertThat(
            find(
                payment("INV-1/1", "a", "1.00"),
                payment("INV-1/2", "b", "2.00"),
                payment("INV-1/3", "c", "3.00")))
        .isEqualTo(Map.of(1, first, 3, third));
    assertThat(find()).isEmpty();
  }

  @Test
  void paymentOfAnotherVendorItemOrAmount_isNotFound() throws Exception {
    gateway(NOON).pay(payment("INV-1/1", "a", "1.00"));
    Payment toAnother =
        new Payment(
            "k",
            Optional.of("Beta GmbH"),
            "INV-1",
            1,
            "a",
            money("USD", "1.00"),
            "",
            Optional.empty());

    assertThat(find(toAnother)).isEmpty();
    assertThat(find(payment("INV-1/1", "b", "1.00"))).isEmpty();
    assertThat(find(payment("INV-1/1", "a", "1.01"))).isEmpty();
    assertThat(find(payment("INV-1/1", "a", "1.0"))).hasSize(1);
  }

  @Test
  void search_writesNothing() throws Exception {
    gateway(NOON).pay(payment("INV-1/1", "a", "1.00"));
    List<String> before = rows("SELECT * FROM payments");

    find(payment("INV-1/1", "a", "1.00"), payment("INV-1/2", "a", "1.00"));

    assertThat(rows("SELECT * FROM payments")).isEqualTo(before);
  }

  @Test
  void searchForManyLines_isOneQuery() throws Exception {
    for (int line = 1; line <= 20; line++) {
      gateway(NOON).pay(payment("INV-1/" + line, "a", "1.00"));
    }
    Payment[] asked =
        IntStream.rangeClosed(1, 10_000)
            .mapToObj(line -> payment("INV-1/" + line, "a", "1.00"))
            .toArray(Payment[]::new);
    Instant start = Instant.now();

    assertThat(find(asked)).hasSize(20);
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void paymentForAnotherSubmission_isAnEarlierOne() throws Exception {
    Receipt made = gateway(NOON).pay(payment("INV-1/1", "a", "1.00", "run-1"));
    Receipt repeated = gateway(NOON).pay(payment("INV-1/1", "a", "1.00", "run-1"));
    Receipt resubmitted = gateway(NOON).pay(payment("INV-1/1", "a", "1.00", "run-2"));
    Receipt unknown = gateway(NOON).pay(payment("INV-1/1", "a", "1.00", ""));

    assertThat(List.of(made, repeated, resubmitted, unknown))
        .extracting(Receipt::earlier)
        .containsExactly(false, false, true, false);
    assertThat(find(payment("INV-1/1", "a", "1.00", "run-2")).get(1).earlier()).isTrue();
    assertThat(find(payment("INV-1/1", "a", "1.00", "run-1")).get(1).earlier()).isFalse();
  }

  private Map<Integer, Receipt> find(Payment... payments) {
    return gateway(NOON).find(List.of(payments), Optional.empty());
  }
}
