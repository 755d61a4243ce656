package dev.invoices.server.agent;

import dev.invoices.hostile.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Confirmations that were made in the card for something else than they are sent for, or not in the
 * card at all.
 */
final class FalseConfirmations {

  /** How many of those made before are sent again. */
  private static final int MAX_KEPT = 50;

  private final Chance chance;
  private final HeldCard card;
  private final List<String> digests;
  private final List<String> made = new ArrayList<>();

  /**
   * @param card the right one
   * @param digests of contents that invoices have or had
   */
  FalseConfirmations(Chance chance, HeldCard card, List<String> digests) {
    this.chance = chance;
    this.card = card;
    this.digests = List.copyOf(digests);
  }

  /**
   * One for a decision.
   *
   * @param decision that is sent with it
   * @param other another invoice
   */
  String about(CardStatement decision, ShownInvoice other) {
    String text =
        switch (chance.nextInt(10)) {
          case 0 -> card.confirm(decision.aboutInvoice(other.id()));
          case 1 -> card.confirm(decision.aboutContent(chance.pick(digests)));
          case 2 -> card.confirm(decision.aboutQuestion(otherQuestion(decision.question())));
          case 3 -> card.confirm(decision.withOtherDecision());
          case 4 -> card.confirm(decision.withOtherAcknowledgement());
          case 5 -> card.confirm(other.decided(decision.approved(), decision.acknowledged()));
          case 6 -> guessed().confirm(decision);
          case 7 -> disfigured(card.confirm(decision));
          case 8 -> ofOtherSubmission(decision);
          default -> made.isEmpty() ? patched(decision, other) : chance.pick(made);
        };
    if (made.size() < MAX_KEPT) {
      made.add(text);
    }
    return text;
  }

  /** Where the first question is open, that of a card that showed none is the right one. */
  private int otherQuestion(int question) {
    return question > 1 && chance.nextBoolean()
        ? chance.nextInt(question)
        : question + 1 + chance.nextInt(3);
  }

  private String ofOtherSubmission(CardStatement decision) {
    long other = decision.submittedAt() + 1 + chance.nextInt(100_000_000);
    return card.confirm(decision.aboutSubmission(other));
  }

  private HeldCard guessed() {
    return new HeldCard(
        chance.pick(
            List.of(
                "0".repeat(64),
                chance.pick(digests),
                card.seed().substring(2) + card.seed().substring(0, 2))));
  }

  private String disfigured(String text) {
    return switch (chance.nextInt(8)) {
      case 0 -> text.substring(0, chance.nextInt(text.length()));
      case 1 -> text.toUpperCase(Locale.ROOT);
      case 2 -> "0" + text;
      case 3 -> text + ".1";
      case 4 -> text.replace(".", "..");
      case 5 -> text.substring(text.indexOf('.') + 1);
      case 6 -> text.substring(0, text.lastIndexOf('.') + 1) + "0".repeat(64);
      default -> text.replaceFirst("\\.[0-9a-f]", ".\uff11");
    };
  }

  /** The end of one behind the beginning of another. */
  private String patched(CardStatement decision, ShownInvoice other) {
    String right = card.confirm(decision);
    String foreign = card.confirm(other.decided(decision.approved(), decision.acknowledged()));
    return right.substring(0, right.lastIndexOf('.')) + foreign.substring(foreign.lastIndexOf('.'));
  }
}
