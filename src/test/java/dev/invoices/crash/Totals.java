package dev.invoices.crash;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** What the suite has done and found, printed when the whole run has ended. */
public final class Totals implements TestExecutionListener {

  static final AtomicInteger SCENARIOS = new AtomicInteger();
  static final AtomicInteger INVOICES = new AtomicInteger();
  static final AtomicInteger KILLS = new AtomicInteger();
  static final AtomicInteger FAULTS = new AtomicInteger();
  static final AtomicInteger DOUBLE_PAYMENTS = new AtomicInteger();
  static final AtomicInteger LOST_INVOICES = new AtomicInteger();

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (SCENARIOS.get() == 0) {
      return;
    }
    System.out.println("Scenarios: " + SCENARIOS);
    System.out.println("Invoices: " + INVOICES);
    System.out.println("Kills: " + KILLS);
    System.out.println("Faults of the payment provider: " + FAULTS);
    System.out.println("Double payments: " + DOUBLE_PAYMENTS);
    System.out.println("Lost invoices: " + LOST_INVOICES);
  }
}
