package dev.invoices.testkit;

import java.util.concurrent.TimeUnit;

/** Stops a process where it stands, and lets it continue. */
final class ProcessSignal {

  private static final int LIMIT_SECONDS = 10;

  private ProcessSignal() {}

  /** Makes it do nothing until {@link #thaw}; its connections stay open. */
  static void freeze(ProcessHandle process) throws Exception {
    send("-STOP", process);
  }

  /** Lets it continue after {@link #freeze}. */
  static void thaw(ProcessHandle process) throws Exception {
    send("-CONT", process);
  }

  /** Asks it to end, as Ctrl-C does. */
  static void interrupt(ProcessHandle process) throws Exception {
    send("-INT", process);
  }

  private static void send(String name, ProcessHandle process) throws Exception {
    // Part of every sh; a program of this name need not be there.
    String command = "kill %s %d".formatted(name, process.pid());
    Process kill = new ProcessBuilder("sh", "-c", command).start();
    if (!kill.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("kill %s does not return".formatted(name));
    }
  }
}
