package dev.invoices.payment.stripe;

import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.text.Quote;
import dev.invoices.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's list of payees, read again before each payment, so that a change counts at once. A
 * version that is invalid changes nothing: the last valid one holds, and the log says so once.
 */
final class PayeesFile {

  private static final Logger log = LoggerFactory.getLogger(PayeesFile.class);

  /** More than ten thousand vendors. */
  private static final int MAX_BYTES = 2_000_000;

  private static final int MAX_NAME_SHOWN = 60;
  private static final int MAX_PATH_SHOWN = 100;

  private final Path path;
  private String valid;
  private Payees payees;
  private Optional<String> problem = Optional.empty();

  private PayeesFile(Path path, String text, Payees payees) {
    this.path = path;
    this.valid = text;
    this.payees = payees;
  }

  /**
   * Reads the list for the first time.
   *
   * @throws Payees.InvalidException when there is none, or an invalid one
   */
  static PayeesFile open(Path path) throws Payees.InvalidException {
    Path absolute = path.toAbsolutePath();
    String text = text(absolute);
    return new PayeesFile(absolute, text, Payees.read(text));
  }

  /**
   * The account of a vendor.
   *
   * @param vendor as the invoice says it
   * @throws PaymentDeclinedException when none is known; the reason says what to add where
   */
  String account(Optional<String> vendor) throws PaymentDeclinedException {
    String name = vendor.orElse("");
    if (SafeText.isBlank(name)) {
      throw new PaymentDeclinedException(
          "the invoice names no vendor, so it is not known who is paid. Reject it, and submit it with its vendor");
    }
    refresh();
    Optional<String> account = current().account(name);
    if (account.isEmpty()) {
      throw new PaymentDeclinedException(unknown(name));
    }
    return account.get();
  }

  /** The file and how many names of vendors it has, as a sentence. */
  synchronized String summary() {
    int names = payees.size();
    return "%s has %,d %s of vendors.".formatted(path, names, names == 1 ? "name" : "names");
  }

  /** What to do stands before the names, which may be long. */
  private synchronized String unknown(String vendor) {
    String why =
        problem.isPresent()
            ? "no account is known for this vendor, and the list of payees is invalid now. Correct it"
            : "no account is known for this vendor. Add it to the list of payees";
    return "%s, and approve again. The vendor: %s. The list: %s"
        .formatted(
            why, Quote.of(vendor, MAX_NAME_SHOWN), Quote.of(path.toString(), MAX_PATH_SHOWN));
  }

  private synchronized Payees current() {
    return payees;
  }

  /** The whole file is compared: two versions may have one size and one time. */
  private synchronized void refresh() {
    try {
      String text = text(path);
      if (problem.isEmpty() && text.equals(valid)) {
        return;
      }
      payees = Payees.read(text);
      valid = text;
      problem = Optional.empty();
      log.info("The list of payees was read again. It has {} names now.", payees.size());
    } catch (Payees.InvalidException e) {
      report(e.getMessage());
    }
  }

  private void report(String found) {
    if (!problem.equals(Optional.of(found))) {
      problem = Optional.of(found);
      log.error(
          "The list of payees is invalid, so the last valid version holds. Correct {}: {}.",
          path,
          found);
    }
  }

  private static String text(Path path) throws Payees.InvalidException {
    try (InputStream file = Files.newInputStream(path)) {
      byte[] bytes = file.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new Payees.InvalidException("it has more than %,d bytes".formatted(MAX_BYTES));
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new Payees.InvalidException("there is no such file");
    } catch (CharacterCodingException e) {
      throw new Payees.InvalidException("it is not encoded in UTF-8");
    } catch (IOException e) {
      throw new Payees.InvalidException(
          "it cannot be read (%s)".formatted(e.getClass().getSimpleName()));
    }
  }
}
