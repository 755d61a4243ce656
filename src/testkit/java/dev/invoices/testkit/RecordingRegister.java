package dev.invoices.testkit;

import dev.invoices.register.Entry;
import dev.invoices.register.Finding;
import dev.invoices.register.InvoiceEnding;
import dev.invoices.register.InvoiceRegister;
import dev.invoices.register.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A register that finds what a test says and remembers what it was told. */
public final class RecordingRegister implements InvoiceRegister {

  private final List<Registration> arrivals = new CopyOnWriteArrayList<>();
  private final List<InvoiceEnding> endings = new CopyOnWriteArrayList<>();
  private volatile List<Finding> findings = List.of();
  private final AtomicInteger attempts = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile boolean omniscient;
  private volatile boolean broken;
  private volatile boolean hanging;

  @Override
  public Entry enter(Registration invoice) {
    waitIfHanging();
    failIfBroken();
    arrivals.add(invoice);
    return new Entry(!omniscient, findings);
  }

  @Override
  public void recordEnding(InvoiceEnding ending) {
    failIfBroken();
    endings.add(ending);
  }

  /** From now on every invoice may be a duplicate of these. */
  public void find(Finding... similar) {
    findings = List.of(similar);
  }

  /** From now on it has every invoice on record. */
  public void knowAll() {
    omniscient = true;
  }

  /** From now on it cannot be used. */
  public void breakDown() {
    broken = true;
  }

  /** From now on it takes every arrival, and says nothing until it is released. */
  public void hang() {
    hanging = true;
  }

  /** Ends all waiting, now and later. */
  public void release() {
    released.countDown();
  }

  /** How many arrivals it was told of, those included that it said nothing about. */
  public int attempts() {
    return attempts.get();
  }

  /** The invoices that arrived. */
  public List<Registration> arrivals() {
    return List.copyOf(arrivals);
  }

  /** How invoices ended. */
  public List<InvoiceEnding> endings() {
    return List.copyOf(endings);
  }

  private void waitIfHanging() {
    attempts.incrementAndGet();
    try {
      if (hanging) {
        released.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void failIfBroken() {
    if (broken) {
      throw new IllegalStateException("the register is broken");
    }
  }
}
