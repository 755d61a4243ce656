package dev.invoices.ledger.sqlite;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** The names of the files in which the ledgers of namespaces are. */
public final class LedgerName {

  /** Of the namespace {@code default}; once of all namespaces. */
  private static final String SHARED = "ledger.db";

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
  public static String of(String namespace) {
    return namespace.equals(DEFAULT_NAMESPACE) ? SHARED : with(SHARED, namespace);
  }

  /**
   * The ledger of a namespace beside a file that it once shared with others: {@code books-test.db}
   * beside {@code books.db}.
   */
  static Path beside(Path shared, String namespace) {
    return shared.resolveSibling(with(shared.getFileName().toString(), namespace));
  }

  /**
   * The file that a namespace may have shared when no vendors were recorded, by the name of its
   * ledger.
   *
   * @param ledger a file of any name
   * @return empty when the name does not end with the namespace
   */
  public static Optional<Path> shared(Path ledger, String namespace) {
    String name = ledger.getFileName().toString();
    String part = part(namespace);
    int start = name.lastIndexOf(part);
    if (start <= 0) {
      return Optional.empty();
    }
    String shared = name.substring(0, start) + name.substring(start + part.length());
    return with(shared, namespace).equals(name)
        ? Optional.of(ledger.resolveSibling(shared))
        : Optional.empty();
  }

  private static String with(String shared, String namespace) {
    int dot = shared.lastIndexOf('.');
    int end = dot > 0 ? dot : shared.length();
    return shared.substring(0, end) + part(namespace) + shared.substring(end);
  }

  private static String part(String namespace) {
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
    return "-" + name;
  }
}
