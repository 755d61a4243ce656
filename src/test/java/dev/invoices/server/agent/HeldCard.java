package dev.invoices.server.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The card in the hands of a person: confirms as the card's document does, from its description and
 * without the product's code.
 *
 * @param seed as 64 hexadecimal digits
 */
record HeldCard(String seed) {

  private static final Pattern SEED = Pattern.compile("\"([0-9a-f]{64})\"");
  private static final String ALGORITHM = "HmacSHA256";

  /** The card whose document a client was served. */
  static HeldCard of(String document) {
    Matcher seed = SEED.matcher(document);
    assertThat(seed.find()).as("the card has a seed").isTrue();
    return new HeldCard(seed.group(1));
  }

  /** What the card sends with the decision. */
  String confirm(CardStatement said) {
    String message =
        String.join(
            "\n",
            "invoice-card-2",
            said.invoiceId(),
            said.digest(),
            String.valueOf(said.question()),
            String.valueOf(said.submittedAt()),
            said.approved() ? "approve" : "reject",
            String.valueOf(said.acknowledged()));
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(seed), ALGORITHM));
      String proof = HexFormat.of().formatHex(mac.doFinal(message.getBytes(UTF_8)));
      return "%d.%d.%s.%s".formatted(said.question(), said.submittedAt(), said.digest(), proof);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
