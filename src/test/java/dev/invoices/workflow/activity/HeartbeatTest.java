package dev.invoices.workflow.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.ActivityExecutionContext;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HeartbeatTest {

  @Test
  void heartbeatThatHangs_holdsNoneOfAnotherPaymentUp() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch sent = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    ActivityExecutionContext slow =
        payment(
            () -> {
              stuck.countDown();
              end.await();
            });
    ActivityExecutionContext other = payment(sent::countDown);

    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      threads.submit(() -> pay(slow, end));
      assertThat(stuck.await(10, TimeUnit.SECONDS)).isTrue();
      threads.submit(() -> pay(other, end));

      assertThat(sent.await(10, TimeUnit.SECONDS)).as("the other payment's heartbeat").isTrue();
    } finally {
      end.countDown();
      threads.shutdown();
    }
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private static Void pay(ActivityExecutionContext payment, CountDownLatch end)
      throws InterruptedException {
    return Heartbeat.<Void, InterruptedException>during(
        payment,
        "details",
        () -> {
          end.await();
          return null;
        });
  }

  private static ActivityExecutionContext payment(Beat heartbeat) {
    return (ActivityExecutionContext)
        Proxy.newProxyInstance(
            HeartbeatTest.class.getClassLoader(),
            new Class<?>[] {ActivityExecutionContext.class},
            (proxy, method, arguments) -> {
              heartbeat.send();
              return null;
            });
  }

  /** What happens when a heartbeat is sent. */
  private interface Beat {
    void send() throws InterruptedException;
  }
}
