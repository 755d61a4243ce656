package dev.invoices.payment;

import dev.invoices.text.NameKey;
import dev.invoices.text.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

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
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    add(parts, namespace);
    add(parts, NameKey.of(vendor));
    add(parts, invoiceId);
    add(parts, line);
    return Sha256.hex(parts.toByteArray());
  }

  private static void add(ByteArrayOutputStream parts, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    add(parts, bytes.length);
    parts.writeBytes(bytes);
  }

  private static void add(ByteArrayOutputStream parts, int number) {
    parts.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(0, number).array());
  }
}
