package dev.invoices.payment;

import dev.invoices.text.NameKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The key of a payment: the same for what must be paid once, another for anything else. It is made
 * of the namespace, the vendor, the invoice and the line, because two vendors, or two
 * installations, may use the same number for an invoice.
 */
public final class IdempotencyKey {

  private IdempotencyKey() {}

  /**
   * SHA-256 in 64 hexadecimal digits, which every payment provider takes. Each part is hashed with
   * its length before it, so that no two payments have the same parts joined.
   *
   * @param vendor compared as a {@linkplain NameKey name}
   * @param line the line's number, or {@link Payment#WHOLE_INVOICE}
   */
  public static String of(String namespace, String vendor, String invoiceId, int line) {
    MessageDigest digest = sha256();
    update(digest, namespace);
    update(digest, NameKey.of(vendor));
    update(digest, invoiceId);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, line));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
