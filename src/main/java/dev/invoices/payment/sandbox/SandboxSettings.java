package dev.invoices.payment.sandbox;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the sandbox.
 *
 * @param ledger the file of the ledger
 * @param balance the money in the account; empty for no limit
 */
public record SandboxSettings(Path ledger, Optional<BigDecimal> balance) {

  public static final String LEDGER = "INVOICE_LEDGER";
  public static final String BALANCE = "INVOICE_SANDBOX_BALANCE";

  private static final String FOLDER = "invoice-processor";
  private static final String FILE = "ledger.db";

  /**
   * Reads the settings from environment variables; the ledger is by default where the operating
   * system keeps the data of its user's programs.
   *
   * @throws IllegalArgumentException naming the variable, its value and what it should be
   */
  public static SandboxSettings fromEnvironment(Map<String, String> environment) {
    return new SandboxSettings(ledger(environment), balance(environment));
  }

  private static Path ledger(Map<String, String> environment) {
    String file = environment.getOrDefault(LEDGER, "").strip();
    try {
      Path path =
          file.isEmpty() ? dataFolder(environment).resolve(FOLDER).resolve(FILE) : Path.of(file);
      if (path.toAbsolutePath().toString().contains("?")) {
        // What follows it would be taken for settings of the database (sqlite-jdbc 3.54).
        throw new IllegalArgumentException(
            "%s is \"%s\" but must be the path of a file without a question mark"
                .formatted(LEDGER, path));
      }
      return path;
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "%s is \"%s\" but must be the path of a file".formatted(LEDGER, file));
    }
  }

  private static Path dataFolder(Map<String, String> environment) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    Path home = Path.of(System.getProperty("user.home"));
    if (system.startsWith("windows")) {
      return folder(environment, "LOCALAPPDATA", home.resolve("AppData").resolve("Local"));
    }
    return system.startsWith("mac")
        ? home.resolve("Library").resolve("Application Support")
        : folder(environment, "XDG_DATA_HOME", home.resolve(".local").resolve("share"));
  }

  private static Path folder(Map<String, String> environment, String variable, Path fallback) {
    String value = environment.getOrDefault(variable, "");
    return value.isEmpty() ? fallback : Path.of(value);
  }

  private static Optional<BigDecimal> balance(Map<String, String> environment) {
    String text = environment.getOrDefault(BALANCE, "").strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.matches("\\d{1,12}(\\.\\d{1,4})?")) {
      throw new IllegalArgumentException(
          "%s is \"%s\" but must be an amount such as 10000.00".formatted(BALANCE, text));
    }
    return Optional.of(new BigDecimal(text));
  }
}
