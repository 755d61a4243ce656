package dev.invoices.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Objects;

/**
 * Which ledger records what a gateway pays. Two with the same id are one ledger, or copies of it.
 *
 * @param id a UUID, made when the ledger was created
 * @param file the absolute path, for people
 */
@JsonNaming(SnakeCaseStrategy.class)
public record LedgerIdentity(String id, String file) {

  public LedgerIdentity {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(file, "file");
  }

  /** Whether both are the same ledger, wherever its file is. */
  public boolean isSameAs(LedgerIdentity other) {
    return id.equals(other.id);
  }
}
