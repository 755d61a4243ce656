package dev.invoices.testkit.stripe;

/** How far the stand-in has come with what it is asked. */
public enum StripeMoment {
  /** A search for transfers has come; it is not answered yet. */
  SEARCHED,
  /** A request for a transfer has come; nothing has happened yet. */
  RECEIVED,
  /** The transfer is made; there is no answer yet. */
  MADE,
  /** The request for a transfer is over: answered, refused or cut. */
  OVER;

  /** Learns of moments on the thread that answers, which waits for it meanwhile. */
  @FunctionalInterface
  public interface Watcher {
    /**
     * @param obligation what is paid, as the metadata of the transfer says; empty in a search
     */
    void at(StripeMoment moment, String obligation);
  }
}
