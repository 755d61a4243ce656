package dev.invoices.hostile;

/**
 * What must become of a change to a valid invoice; known to whoever made the change, not asked of
 * the product.
 *
 * @param path the field to be named, seen from the tool's arguments; empty unless it is at fault
 * @param error JSON-RPC's error; 0 when the message is served
 * @param idKnown whether the error can name the request
 * @param fitsSchema whether the declared schema accepts it; differs from what the reader does only
 *     for the rules that no schema can state
 */
public record ExpectedOutcome(String path, int error, boolean idKnown, boolean fitsSchema) {

  public static final int NOT_JSON = -32700;
  public static final int NOT_A_MESSAGE = -32600;

  /** Accepted by the reader and by the schema. */
  public static final ExpectedOutcome VALID = new ExpectedOutcome("", 0, true, true);

  /** Accepted by the reader alone: null counts as missing, a number may stand in quotes. */
  public static final ExpectedOutcome READ_GENEROUSLY = new ExpectedOutcome("", 0, true, false);

  /** JSON that breaks a rule of the transport. */
  public static final ExpectedOutcome UNSERVED = new ExpectedOutcome("", NOT_A_MESSAGE, true, true);

  /** Not JSON at all. */
  public static final ExpectedOutcome UNREADABLE = new ExpectedOutcome("", NOT_JSON, false, true);

  /** Refused by the reader and by the schema. */
  public static ExpectedOutcome fault(String path) {
    return new ExpectedOutcome(path, 0, true, false);
  }

  /** Refused by the reader alone, for a rule that the schema does not state. */
  public static ExpectedOutcome ruleBroken(String path) {
    return new ExpectedOutcome(path, 0, true, true);
  }

  public boolean isServed() {
    return error == 0;
  }

  public boolean isFault() {
    return !path.isEmpty();
  }
}
