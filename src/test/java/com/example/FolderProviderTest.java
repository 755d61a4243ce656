package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.Money;
import dev.invoices.payment.Payment;
import dev.invoices.payment.provider.PaymentRound;
import dev.invoices.payment.provider.ProviderAnswer;
import dev.invoices.payment.provider.ProviderAnswer.NotFound;
import dev.invoices.payment.provider.ProviderAnswer.Paid;
import dev.invoices.payment.provider.ProviderAnswer.Unknown;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a provider keeps what the contract asks of each. */
class FolderProviderTest {

  @TempDir Path folder;
  private FolderProvider provider;

  @BeforeEach
  void open() {
    provider = new FolderProvider(folder);
  }

  /** The first round is begun again after a restore of a backup that does not know the second. */
  @Test
  void paymentOfTheSecondRound_isFoundByTheFirst_andNotMadeAgain() throws Exception {
    PaymentRound first = round(1, "10.00");
    assertThat(provider.find(first)).isEqualTo(new NotFound());

    ProviderAnswer paid = provider.send(round(2, "10.00"));

    assertThat(paid).isInstanceOf(Paid.class);
    assertThat(provider.find(first)).isEqualTo(paid);
    assertThat(provider.send(first)).isEqualTo(paid);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void paymentOfAnotherAmount_isNotTheOneThatIsLookedFor() {
    provider.send(round(2, "9.00"));

    assertThat(provider.find(round(1, "10.00"))).isInstanceOf(Unknown.class);
    assertThat(provider.send(round(1, "10.00"))).isInstanceOf(Unknown.class);
  }

  private static PaymentRound round(int number, String amount) {
    Payment payment =
        new Payment(
            "key",
            Optional.of("Alpha GmbH"),
            "INV-1",
            1,
            "Desk",
            new Money(Currency.getInstance("USD"), new BigDecimal(amount)),
            "run-1",
            Optional.of(Instant.EPOCH));
    return new PaymentRound(payment, number, "Alpha GmbH", "invoice-INV-1", Instant.EPOCH);
  }
}
