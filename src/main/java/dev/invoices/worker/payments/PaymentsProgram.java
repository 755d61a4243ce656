package dev.invoices.worker.payments;

import dev.invoices.ledger.LedgerReader;
import dev.invoices.payment.ledger.RecordedPayments;
import dev.invoices.temporal.SettingsException;
import java.io.BufferedWriter;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code --payments}: prints what a ledger holds, while workers may use it, and changes nothing.
 *
 * @param invoice only the payments of this one
 * @param csv for a spreadsheet instead of a person
 */
public record PaymentsProgram(Optional<String> invoice, boolean csv) {

  /** The argument that asks for it. */
  public static final String NAME = "--payments";

  private static final String CSV = "--csv";
  private static final Charset UTF_8 = StandardCharsets.UTF_8;
  private static final String OPTION = "-";

  /**
   * Reads what it is asked for.
   *
   * @param arguments of which one is {@link #NAME}
   * @throws SettingsException when one is unknown, or there are too many; with the usage
   */
  public static PaymentsProgram of(List<String> arguments) throws SettingsException {
    List<String> rest = new ArrayList<>(arguments);
    rest.remove(NAME);
    boolean csv = rest.remove(CSV);
    boolean isUsable =
        rest.size() <= 1
            && rest.stream().noneMatch(word -> word.isBlank() || word.startsWith(OPTION));
    if (!isUsable) {
      throw new SettingsException(
          "To print the payments of the ledger, or of one invoice, use: java -jar invoice-worker.jar --payments [INVOICE] [--csv]");
    }
    return new PaymentsProgram(rest.stream().findFirst(), csv);
  }

  /**
   * Prints to standard output, and nothing else is printed there.
   *
   * @return why that failed, in a sentence; empty when it did not, or when the reader wanted no
   *     more
   * @throws dev.invoices.ledger.LedgerException when the ledger cannot be read
   */
  public Optional<String> run(LedgerReader ledger) {
    return run(ledger, new FileOutputStream(FileDescriptor.out), csv ? UTF_8 : charset());
  }

  Optional<String> run(LedgerReader ledger, OutputStream out, Charset charset) {
    RecordedPayments payments = RecordedPayments.in(ledger, invoice);
    try (Writer writer = new BufferedWriter(new OutputStreamWriter(out, charset))) {
      if (csv) {
        new PaymentsCsv(writer).print(payments);
      } else {
        PaymentsTable.of(payments).print(payments, writer);
      }
      return Optional.empty();
    } catch (IOException e) {
      return isReaderGone(e)
          ? Optional.empty()
          : Optional.of("The payments cannot be written: " + e.getMessage());
    } catch (IllegalStateException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** As {@code head} does; Java has no exception of its own for that. */
  private static boolean isReaderGone(IOException e) {
    return String.valueOf(e.getMessage()).contains("pipe");
  }

  /** That of the terminal, if there is one. */
  private static Charset charset() {
    return Optional.ofNullable(System.console()).map(Console::charset).orElse(UTF_8);
  }
}
