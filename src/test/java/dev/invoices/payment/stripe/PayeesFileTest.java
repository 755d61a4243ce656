package dev.invoices.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.payment.PaymentDeclinedException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayeesFileTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeList() throws Exception {
    file = folder.resolve("payees.json");
    write("Alpha", "acct_1");
  }

  @Test
  void knownVendor_hasItsAccount() throws Exception {
    assertThat(PayeesFile.open(file).account(Optional.of("alpha"))).isEqualTo("acct_1");
  }

  @Test
  void changedList_countsWithoutARestart() throws Exception {
    PayeesFile payees = PayeesFile.open(file);

    write("Beta", "acct_2");

    assertThat(payees.account(Optional.of("Beta"))).isEqualTo("acct_2");
    assertUnknown(payees, "Alpha");
  }

  @Test
  void changedListOfTheSameSizeAndTime_counts() throws Exception {
    FileTime before = Files.getLastModifiedTime(file);
    PayeesFile payees = PayeesFile.open(file);

    write("Alpha", "acct_2");
    Files.setLastModifiedTime(file, before);

    assertThat(payees.account(Optional.of("Alpha"))).isEqualTo("acct_2");
  }

  @Test
  void invalidNewVersion_lastValidOneHolds_andTheReasonSaysSo() throws Exception {
    PayeesFile payees = PayeesFile.open(file);

    Files.writeString(file, "{\"payees\": [{\"vendor\": \"Beta\"");

    assertThat(payees.account(Optional.of("Alpha"))).isEqualTo("acct_1");
    assertThatThrownBy(() -> payees.account(Optional.of("Beta")))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessage(
            "no account is known for this vendor, and the list of payees is invalid now. Correct it, and approve again. The vendor: \"Beta\". The list: \"%s\""
                .formatted(file));
  }

  @Test
  void invalidNewVersion_loggedOnce_andItsCorrection() throws Exception {
    PayeesFile payees = PayeesFile.open(file);
    String logged =
        logOf(
            () -> {
              Files.writeString(file, "{}");
              payees.account(Optional.of("Alpha"));
              payees.account(Optional.of("Alpha"));
              write("Alpha", "acct_3");
              assertThat(payees.account(Optional.of("Alpha"))).isEqualTo("acct_3");
            });

    assertThat(logged.lines().filter(line -> line.contains("last valid version holds"))).hasSize(1);
    assertThat(logged)
        .contains("Correct %s: payees must be an array of objects.".formatted(file))
        .contains("read again. It has 1 names now.");
  }

  @Test
  void missingForAWhile_lastValidOneHolds_andTheSameIsReadAgain() throws Exception {
    PayeesFile payees = PayeesFile.open(file);

    Files.delete(file);
    assertThat(payees.account(Optional.of("Alpha"))).isEqualTo("acct_1");
    write("Alpha", "acct_1");

    assertThat(payees.account(Optional.of("Alpha"))).isEqualTo("acct_1");
    assertUnknown(payees, "Beta");
  }

  @Test
  void unknownVendor_declinedSayingWhatToAddWhere() throws Exception {
    PayeesFile payees = PayeesFile.open(file);

    assertThatThrownBy(() -> payees.account(Optional.of("Beta \"Ltd\"")))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessage(
            "no account is known for this vendor. Add it to the list of payees, and approve again. The vendor: \"Beta 'Ltd'\". The list: \"%s\""
                .formatted(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u00a0"})
  void blankVendor_declined(String vendor) throws Exception {
    PayeesFile payees = PayeesFile.open(file);

    assertThatThrownBy(() -> payees.account(Optional.of(vendor)))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessageStartingWith("the invoice names no vendor");
    assertThatThrownBy(() -> payees.account(Optional.empty()))
        .hasMessageStartingWith("the invoice names no vendor");
  }

  @Test
  void fileThatCannotBeRead_refusedAtTheStart() throws Exception {
    assertThatThrownBy(() -> PayeesFile.open(folder.resolve("none.json")))
        .hasMessage("there is no such file");
    assertThatThrownBy(() -> PayeesFile.open(folder)).hasMessageStartingWith("it cannot be read");
    Files.write(file, new byte[] {'"', (byte) 0xC3, '"'});
    assertThatThrownBy(() -> PayeesFile.open(file)).hasMessage("it is not encoded in UTF-8");
    Files.writeString(file, " ".repeat(2_000_001));
    assertThatThrownBy(() -> PayeesFile.open(file)).hasMessage("it has more than 2,000,000 bytes");
  }

  private void assertUnknown(PayeesFile payees, String vendor) {
    assertThatThrownBy(() -> payees.account(Optional.of(vendor)))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessageStartingWith("no account is known for this vendor. Add it");
  }

  private void write(String vendor, String account) throws Exception {
    Files.writeString(
        file,
        "{\"payees\": [{\"vendor\": \"%s\", \"stripe\": \"%s\"}]}".formatted(vendor, account));
  }

  @FunctionalInterface
  private interface Action {
    void run() throws Exception;
  }

  private static String logOf(Action action) throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setErr(before);
    }
    return captured.toString(StandardCharsets.UTF_8);
  }
}
