package dev.invoices.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.payment.Receipt;
import dev.invoices.temporal.SettingsException;
import dev.invoices.testkit.OwnDisk;
import dev.invoices.worker.store.FilePlace;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A ledger becomes read-only and writable again. Only on a file system of its own is that so for
 * root too; where a process cannot have one, the test is skipped.
 */
@Timeout(120)
class ReadOnlyDiskIT {

  private static final int DISK_KIB = 2_000;

  @TempDir Path folder;

  /** What becomes read-only. */
  enum Extent {
    DISK,
    FILE
  }

  /** The whole file system, as after an error of the disk; or the file alone. */
  @ParameterizedTest
  @EnumSource
  void readOnly_isReported_andPaymentsContinueOnceItIsWritable(Extent extent) throws Exception {
    String file = folder.resolve("ledger.db").toString();
    try (var process =
        new OwnDisk(folder, DISK_KIB)
            .start(ReadOnlyDiskIT.class.getName(), folder.toString(), extent.name())) {
      assertThat(process.exitStatus()).as(String.join("\n", process.stderr())).isZero();
      assertThat(process.stdout())
          .containsExactly(
              "payment: The payment ledger %s cannot be used: the worker may not write to it"
                  .formatted(file),
              "--check: The worker may not write to %s. Correct its permissions, or set INVOICE_LEDGER to another file"
                  .formatted(file),
              "the first payment is kept, and the second one is made");
    }
  }

  /** What happens on that disk. */
  public static void main(String[] args) throws Exception {
    OwnDisk disk = new OwnDisk(Path.of(args[0]), DISK_KIB);
    Path file = disk.folder().resolve("ledger.db");
    Ledger ledger = SqliteLedger.open(file, LedgerFixture.NAMESPACE);
    var gateway = new SandboxPaymentGateway(ledger, Optional.empty(), Clock.systemUTC());
    Receipt first = gateway.pay(LedgerFixture.payment("INV-1/1", "a", "1.00"));

    Extent extent = Extent.valueOf(args[1]);
    remount(extent, disk, file, true);
    Callable<Receipt> second = () -> gateway.pay(LedgerFixture.payment("INV-1/2", "a", "1.00"));
    report("payment", second);
    report("--check", () -> new FilePlace(file).contents(LedgerFixture.NAMESPACE));

    remount(extent, disk, file, false);
    boolean kept = gateway.pay(LedgerFixture.payment("INV-1/1", "a", "1.00")).equals(first);
    boolean made = second.call().equals(second.call());
    System.out.println(
        kept && made ? "the first payment is kept, and the second one is made" : "lost or doubled");
  }

  private static void remount(Extent extent, OwnDisk disk, Path file, boolean readOnly)
      throws Exception {
    switch (extent) {
      case DISK -> disk.remount(readOnly);
      case FILE -> OwnDisk.remount(file, readOnly);
    }
  }

  private static void report(String who, Callable<?> use) throws Exception {
    try {
      System.out.println("%s: %s".formatted(who, use.call()));
    } catch (LedgerException | SettingsException e) {
      System.out.println("%s: %s".formatted(who, e.getMessage()));
    }
  }
}
