package dev.invoices.client.record;

import dev.invoices.text.NameKey;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The invoices that await a decision or are being paid, as Temporal lists them.
 *
 * @param read those that were read, the soonest deadline first
 * @param counted how many there are in all; empty when Temporal has not said so in time
 */
public record OpenInvoices(List<OpenInvoice> read, OptionalLong counted) {

  private static final int MAX_SIMILAR = 5;

  /** All but letters, digits and the marks that are vowels in some scripts. */
  private static final Pattern WITHOUT_MEANING =
      Pattern.compile("^invoice(?=.*\\p{N})|[^\\p{L}\\p{M}\\p{N}]");

  public OpenInvoices {
    read = List.copyOf(read);
  }

  /** All that there are. */
  public static OpenInvoices all(List<OpenInvoice> read) {
    return new OpenInvoices(read, OptionalLong.of(read.size()));
  }

  /** How many there are at least; in all, unless {@link #counted} is empty. */
  public long count() {
    return counted.orElse(read.size());
  }

  /** The same as they are seen on a day, on which due dates may have passed. */
  public OpenInvoices seenOn(LocalDate day) {
    return new OpenInvoices(read.stream().map(invoice -> invoice.seenOn(day)).toList(), counted);
  }

  /** Whether all of them were read, so that the first ones are those with the soonest deadline. */
  public boolean isComplete() {
    return counted.isPresent() && counted.getAsLong() == read.size();
  }

  /**
   * The ids that differ from a text only in case, in punctuation or in the word invoice before
   * them; at most {@value #MAX_SIMILAR}.
   */
  public List<String> idsSimilarTo(String text) {
    String wanted = compared(text);
    return wanted.isEmpty()
        ? List.of()
        : read.stream()
            .filter(invoice -> compared(invoice.run().invoiceId()).equals(wanted))
            .map(OpenInvoice::id)
            .limit(MAX_SIMILAR)
            .toList();
  }

  private static String compared(String id) {
    return WITHOUT_MEANING.matcher(NameKey.of(id)).replaceAll("");
  }
}
