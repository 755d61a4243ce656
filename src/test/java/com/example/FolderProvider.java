package com.example;

import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.provider.PaymentProvider;
import dev.invoices.payment.provider.PaymentRound;
import dev.invoices.payment.provider.ProviderAnswer;
import dev.invoices.payment.provider.ProviderAnswer.NotFound;
import dev.invoices.payment.provider.ProviderAnswer.Paid;
import dev.invoices.payment.provider.ProviderAnswer.Unknown;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A provider of one's own, as small as it can be: it "pays" by a file for each payment, in the
 * folder that {@code PAYMENT_FOLDER} names. All rounds of a payment have the same file, named by
 * the key of what is owed. So there is one at most, and each round finds it, whichever has written
 * it.
 */
public final class FolderProvider implements PaymentProvider {

  private final Path folder;

  /** As the worker makes it. */
  public FolderProvider() {
    this(Path.of(System.getenv("PAYMENT_FOLDER")));
  }

  FolderProvider(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "folder";
  }

  @Override
  public String payee(Payment payment) throws PaymentDeclinedException {
    return payment
        .vendor()
        .filter(vendor -> !vendor.isBlank())
        .orElseThrow(() -> new PaymentDeclinedException("the invoice names no vendor"));
  }

  @Override
  public ProviderAnswer send(PaymentRound round) {
    try {
      Files.writeString(file(round), order(round), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      return find(round);
    } catch (IOException e) {
      return new Unknown("the folder of payments cannot be written to", Optional.empty());
    }
    return find(round);
  }

  @Override
  public ProviderAnswer find(PaymentRound round) {
    try {
      if (!Files.readString(file(round)).equals(order(round))) {
        return new Unknown("its file has another amount or payee. Look at it", Optional.empty());
      }
      Instant at = Files.getLastModifiedTime(file(round)).toInstant();
      return new Paid("folder-" + round.payment().idempotencyKey(), at);
    } catch (NoSuchFileException e) {
      return new NotFound();
    } catch (IOException e) {
      return new Unknown("the folder of payments cannot be read", Optional.empty());
    }
  }

  /** A file stays; its key is never forgotten. */
  @Override
  public Duration keyLifetime() {
    return Duration.ofDays(365);
  }

  private static String order(PaymentRound round) {
    return "%s to %s%n".formatted(round.payment().amount(), round.payee());
  }

  private Path file(PaymentRound round) {
    return folder.resolve(round.payment().idempotencyKey());
  }
}
