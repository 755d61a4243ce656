package dev.invoices.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.Money;
import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.payment.Payment;
import dev.invoices.testkit.OwnDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Currency;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A ledger on a file system of its own that is really full. Where a process cannot have one, the
 * test is skipped, and {@link SandboxPaymentGatewayTest} still fills a ledger's pages.
 */
@Timeout(120)
class FullDiskIT {

  private static final int DISK_KIB = 200;

  @TempDir Path disk;

  /** No room for anything at all, and room for some payments. */
  @ParameterizedTest
  @ValueSource(ints = {0, 60})
  void fullDisk_isReported_andPaymentsContinueWhenThereIsRoom(int freeKib) throws Exception {
    try (var process =
        new OwnDisk(disk, DISK_KIB)
            .start(FullDiskIT.class.getName(), disk.toString(), Integer.toString(freeKib))) {
      assertThat(process.exitStatus()).as(String.join("\n", process.stderr())).isZero();
      assertThat(process.stdout())
          .containsExactly(
              "The payment ledger %s cannot be used: the disk is full"
                  .formatted(disk.resolve("ledger.db")),
              "paid once");
    }
  }

  /** What happens on that disk. */
  public static void main(String[] args) throws Exception {
    Path disk = Path.of(args[0]);
    Ledger ledger = SqliteLedger.open(disk.resolve("ledger.db"), "default");
    var gateway = new SandboxPaymentGateway(ledger, Optional.empty(), Clock.systemUTC());
    Path filler = disk.resolve("filler");
    fill(filler, disk.toFile().getUsableSpace() / 1024 - Integer.parseInt(args[1]));
    int line = 1;
    try {
      while (true) {
        gateway.pay(payment(line));
        line++;
      }
    } catch (LedgerException e) {
      System.out.println(e.getMessage());
    }
    Files.delete(filler);
    boolean once = gateway.pay(payment(line)).equals(gateway.pay(payment(line)));
    System.out.println(once ? "paid once" : "paid twice");
  }

  private static void fill(Path file, long kib) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long i = 0; i < kib; i++) {
        out.write(new byte[1024]);
      }
    }
  }

  private static Payment payment(int line) {
    Money amount = new Money(Currency.getInstance("USD"), new BigDecimal("1.00"));
    return new Payment(
        "INV-1/" + line,
        Optional.of("Alpha"),
        "INV-1",
        line,
        "a".repeat(100),
        amount,
        "",
        Optional.empty());
  }
}
