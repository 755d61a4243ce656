package dev.invoices.worker;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;

/** The name of the file in which the ledger of a namespace is by default. */
final class LedgerName {

  /** Of the namespace {@code default}; once of all namespaces. */
  static final String SHARED = "ledger.db";

  private static final String DEFAULT_NAMESPACE = "default";

  /** File systems take names of 255 bytes; SQLite adds endings of its own. */
  private static final int MAX_LENGTH = 200;

  /** No name has it: an underscore is followed by hexadecimal digits there. */
  private static final String SHORTENED = "__";

  private static final int BEGINNING = 100;

  private LedgerName() {}

  /**
   * Another name for each namespace, also where upper and lower case are the same: lower-case
   * letters, digits, dots and dashes stay, every other byte becomes an underscore and two
   * hexadecimal digits; a name that would be too long ends with a hash instead. The name for {@code
   * default} is that of the versions that had one file for all.
   */
  static String of(String namespace) {
    if (namespace.equals(DEFAULT_NAMESPACE)) {
      return SHARED;
    }
    StringBuilder name = new StringBuilder();
    byte[] bytes = namespace.getBytes(StandardCharsets.UTF_8);
    for (byte b : bytes) {
      boolean plain = b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '-' || b == '.';
      name.append(plain ? String.valueOf((char) b) : "_" + HexFormat.of().toHexDigits(b));
    }
    if (name.length() > MAX_LENGTH) {
      name.setLength(BEGINNING);
      name.append(SHORTENED).append(UUID.nameUUIDFromBytes(bytes));
    }
    return "ledger-" + name + ".db";
  }
}
