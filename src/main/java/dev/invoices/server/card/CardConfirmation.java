package dev.invoices.server.card;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What proves that a decision was made in a card of this user: an HMAC-SHA-256 under the {@link
 * CardSeed} over what was shown and what was decided. A model never sees the seed, and what it may
 * see of a confirmation is good for this one decision about this content only.
 *
 * @param question the number of the question that the card showed; 0 when it had none
 * @param submittedAt when the submission that the card showed started, in milliseconds since 1970
 * @param digest of the invoice that the card showed
 */
public record CardConfirmation(int question, long submittedAt, String digest) {

  /** The argument of a decision that holds it. */
  public static final String ARGUMENT = "confirmation";

  /** What the HMAC is for, and its version. */
  private static final String PURPOSE = "invoice-card-2";

  private static final String ALGORITHM = "HmacSHA256";
  private static final Pattern FORM =
      Pattern.compile(
          "(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,14})\\.([0-9a-f]{64})\\.([0-9a-f]{64})");

  /**
   * What a person has said in the card.
   *
   * @param invoiceId as the call names it, in its normal form
   * @param approved whether they approved rather than rejected
   * @param duplicateAcknowledged whether they said that it is no duplicate
   */
  public record Statement(String invoiceId, boolean approved, boolean duplicateAcknowledged) {}

  /**
   * Reads a confirmation and checks it against the call that brought it.
   *
   * @param text {@code <question>.<submitted at>.<digest>.<hmac>}
   * @return empty when it has another form, or confirms something else, or under another seed
   */
  public static Optional<CardConfirmation> read(String text, Statement statement, CardSeed seed) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    CardConfirmation claimed =
        new CardConfirmation(
            Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)), parts.group(3));
    byte[] proof = HexFormat.of().parseHex(parts.group(4));
    // Takes the same time wherever the first difference is.
    return MessageDigest.isEqual(proof, claimed.proof(statement, seed))
        ? Optional.of(claimed)
        : Optional.empty();
  }

  private byte[] proof(Statement statement, CardSeed seed) {
    String message =
        String.join(
            "\n",
            PURPOSE,
            statement.invoiceId(),
            digest,
            String.valueOf(question),
            String.valueOf(submittedAt),
            statement.approved() ? "approve" : "reject",
            String.valueOf(statement.duplicateAcknowledged()));
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(seed.bytes(), ALGORITHM));
      return mac.doFinal(message.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
