package dev.invoices.workflow.activity;

import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ApplicationFailure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shows that a result was made by a worker that has the ledger, not by an operator who completes an
 * activity by hand. Made with a secret of the ledger, which is in no history and in no log.
 */
public final class Seal {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String DECLINED = "declined";

  /** Where the seal is among the details of a failure; the attempts are before it. */
  private static final int DETAIL = 1;

  private final SecretKeySpec key;

  /**
   * @param secret random bytes, at least one
   */
  public Seal(byte[] secret) {
    key = new SecretKeySpec(secret, ALGORITHM);
  }

  /** HMAC-SHA256 in hexadecimal digits, of each part with its length before it. */
  public String of(String... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        mac.update(bytes);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** Whether a seal was made of these parts with the same secret. */
  public boolean isOf(String seal, String... parts) {
    return MessageDigest.isEqual(
        seal.getBytes(StandardCharsets.UTF_8), of(parts).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The failure of a payment that the gateway declined.
   *
   * @param attempts how many it took
   */
  ApplicationFailure declined(PaymentRequest request, String reason, int attempts) {
    return ApplicationFailure.newNonRetryableFailure(
        reason, PaymentActivities.PAYMENT_DECLINED, attempts, of(request.sealed(DECLINED, reason)));
  }

  /** Whether a failure is the gateway's own word that it declined this request. */
  public boolean isOnDecline(ApplicationFailure failure, PaymentRequest request) {
    return PaymentActivities.PAYMENT_DECLINED.equals(failure.getType())
        && isOf(detail(failure), request.sealed(DECLINED, failure.getOriginalMessage()));
  }

  private static String detail(ApplicationFailure failure) {
    try {
      return failure.getDetails().getSize() > DETAIL
          ? String.valueOf(failure.getDetails().get(DETAIL, Object.class))
          : "";
    } catch (DataConverterException notOurs) {
      return "";
    }
  }
}
