package dev.invoices.invoice.reading;

import dev.invoices.json.Violation;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An input is not a valid invoice; the message names every violation, or the first {@value
 * #MAX_LISTED} of many.
 */
public final class InvalidInvoiceException extends Exception {

  private static final long serialVersionUID = 1L;
  private static final int MAX_LISTED = 20;

  private final transient List<Violation> faults;

  public InvalidInvoiceException(List<Violation> faults) {
    super(message(faults));
    this.faults = List.copyOf(faults);
  }

  /** The violations in the order of the input; at least one. */
  public List<Violation> faults() {
    return faults;
  }

  private static String message(List<Violation> faults) {
    String listed =
        faults.stream()
            .limit(MAX_LISTED)
            .map(Violation::toString)
            .collect(Collectors.joining("; "));
    int more = faults.size() - MAX_LISTED;
    return more > 0 ? listed + "; and " + more + " more" : listed;
  }
}
