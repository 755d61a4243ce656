package dev.invoices.ledger;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;

/**
 * What one namespace has paid and seen. It is written completely or not at all, and several
 * processes can share it safely.
 */
public final class Ledger {

  private final LedgerStore store;
  private final Identity identity;
  private final WriteQueue queue;
  private final boolean wasEmpty;

  /**
   * @param store has been opened and is in the present form
   * @param identity of the ledger in it
   * @param wasEmpty whether it held no payment then
   */
  public Ledger(LedgerStore store, Identity identity, boolean wasEmpty) {
    this.store = store;
    this.identity = identity;
    this.queue = new WriteQueue(store);
    this.wasEmpty = wasEmpty;
  }

  /**
   * What makes a ledger the one that it is; a copy of it has the same.
   *
   * @param id a UUID
   * @param secret random bytes, known only to those who can read the ledger
   */
  public record Identity(String id, byte[] secret) {

    private static final int SECRET_BYTES = 32;

    /** One that no other ledger has. */
    public static Identity random() {
      byte[] secret = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(secret);
      return new Identity(UUID.randomUUID().toString(), secret);
    }

    /**
     * Checks that what was found is still the ledger that was opened, or a copy of it. An invoice
     * belongs to one ledger, so another one must not get its payments.
     *
     * @param place where it was found
     * @throws LedgerException when it is another one
     */
    public void requireSame(Identity found, String place) {
      if (!found.id().equals(id)) {
        throw new LedgerException(
            place,
            "another ledger, %s, has taken the place of %s, with which this worker started; put that one back, or restart the worker to use the other"
                .formatted(found.id(), id));
      }
    }
  }

  /** What tells it from every other ledger: a UUID, made when it was created. */
  public String id() {
    return identity.id();
  }

  /** Where it is, for people: a file's absolute path, or a URL without a user and a password. */
  public String place() {
    return store.place();
  }

  /** The clock by which those who share it date what they write. */
  public LedgerTime time() {
    return store.time();
  }

  /** Random bytes, made when it was created, that only those know who can read the ledger. */
  public byte[] secret() {
    return identity.secret().clone();
  }

  /** Whether it held no payment when it was opened. */
  public boolean wasEmpty() {
    return wasEmpty;
  }

  /**
   * Does some work in one transaction, with which no other process can interfere. The transaction
   * may also hold other work of this process, one after the other. Each is kept or undone as a
   * whole, and none returns before everything is safe on the disk.
   *
   * @throws X when the work refuses
   * @throws LedgerException when the ledger cannot be used; another try finds whatever was written
   */
  public <T, X extends Exception> T transact(LedgerWork<T, X> work) throws X {
    return queue.write(work);
  }

  /**
   * The same for a caller that cannot wait and whose work is no payment. Gives up after a time,
   * even when the work has begun and may still be done. What was done last survives the end of the
   * process, but a power failure may undo it.
   *
   * @param limit how long the caller waits
   * @throws X when the work refuses
   * @throws LedgerException when the ledger cannot be used, or not in time
   */
  public <T, X extends Exception> T transact(LedgerWork<T, X> work, Duration limit) throws X {
    return queue.writeWithin(limit, work);
  }
}
