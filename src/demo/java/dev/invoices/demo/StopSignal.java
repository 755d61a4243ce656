package dev.invoices.demo;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sees to it that nothing outlives the demo, however it ends: Ctrl-C and SIGTERM included. */
final class StopSignal {

  private static final Duration GRACE = Duration.ofSeconds(8);

  private final Thread player;
  private final DemoOutput output;
  private final Set<ProcessHandle> notOurs;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private StopSignal(Thread player, DemoOutput output) {
    this.player = player;
    this.output = output;
    this.notOurs = descendants().collect(Collectors.toSet());
  }

  /** From now on a signal interrupts this thread, and processes started later do not outlive us. */
  static StopSignal heed(DemoOutput output) {
    StopSignal signal = new StopSignal(Thread.currentThread(), output);
    Runtime.getRuntime().addShutdownHook(new Thread(signal::stopEverything, "stop"));
    return signal;
  }

  /** This thread has stopped by itself what it started. */
  void allStopped() {
    stopped.countDown();
  }

  private void stopEverything() {
    try {
      if (stopped.getCount() > 0) {
        output.tell("\nStopping.");
        output.end();
        player.interrupt();
        stopped.await(GRACE.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      descendants()
          .filter(process -> !notOurs.contains(process))
          .forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static Stream<ProcessHandle> descendants() {
    return ProcessHandle.current().descendants();
  }
}
