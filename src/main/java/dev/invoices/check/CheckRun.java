package dev.invoices.check;

import dev.invoices.temporal.FailureReason;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks at everything side by side. One deadline bounds it: what hangs has a thread of its own that
 * is left behind, and does not keep the program from its end.
 */
public final class CheckRun {

  private final Duration limit;

  /**
   * A run.
   *
   * @param limit for all checks together
   */
  public CheckRun(Duration limit) {
    this.limit = limit;
  }

  /**
   * Looks at everything, and prints the table to standard output.
   *
   * @return the exit status: 1 when something does not work, else 0
   */
  public static int show(List<Check> checks) {
    CheckTable table = new CheckTable(new CheckRun(TemporalCheck.ALL).linesOf(checks));
    table.print(new FileOutputStream(FileDescriptor.out), CheckTable.charsetOfStdout());
    return table.status();
  }

  /** What was found, in the order of the checks. */
  public List<CheckLine> linesOf(List<Check> checks) {
    long end = System.nanoTime() + limit.toNanos();
    List<FutureTask<List<CheckLine>>> running =
        checks.stream().map(check -> started(check)).toList();
    List<CheckLine> lines = new ArrayList<>();
    for (int i = 0; i < checks.size(); i++) {
      lines.addAll(outcome(checks.get(i), running.get(i), end));
    }
    return lines;
  }

  private static FutureTask<List<CheckLine>> started(Check check) {
    FutureTask<List<CheckLine>> task = new FutureTask<>(check.look());
    Thread thread = new Thread(task, "check");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private List<CheckLine> outcome(Check check, FutureTask<List<CheckLine>> task, long end) {
    String item = check.item();
    try {
      return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return List.of(
          CheckLine.bad(
              item,
              "Not finished within %d seconds. %s".formatted(limit.toSeconds(), check.cure())));
    } catch (ExecutionException e) {
      return List.of(
          CheckLine.bad(
              item, "This check failed unexpectedly: " + FailureReason.of(e.getCause()) + "."));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(CheckLine.note(item, "Not checked, because the check was interrupted."));
    }
  }
}
