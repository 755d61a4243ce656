package dev.invoices.client.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.client.record.DeadlineCalls.Patience;
import dev.invoices.client.record.InvoiceClientException.Reason;
import dev.invoices.temporal.TemporalConnection;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who waits for an answer decides how long Temporal may take for it. */
class DeadlineCallsTest {

  /** As on a busy machine: longer than a client may wait for one call, or for a worker. */
  private static final Duration SLOW = Duration.ofMillis(3_500);

  private final WorkflowServiceStubs stubs =
      WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:9").build());

  private final TemporalConnection connection =
      TemporalConnection.over(stubs, WorkflowClientOptions.getDefaultInstance());

  @AfterEach
  void close() {
    stubs.shutdownNow();
  }

  @Test
  void slowAnswer_comesInTimeForAPersonAtATerminal() throws Exception {
    DeadlineCalls calls = new DeadlineCalls(connection, Patience.OF_A_PERSON);

    assertThat(calls.call(DeadlineCallsTest::slowly)).isEqualTo("at last");
    assertThat(calls.query(DeadlineCallsTest::slowly)).isEqualTo("at last");
  }

  @Test
  void slowAnswer_comesTooLateForAClient() {
    DeadlineCalls calls = new DeadlineCalls(connection, Patience.OF_A_CLIENT);

    assertThatThrownBy(() -> calls.call(DeadlineCallsTest::slowly))
        .isInstanceOfSatisfying(
            InvoiceClientException.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE));
  }

  private static String slowly() throws InterruptedException {
    Thread.sleep(SLOW.toMillis());
    return "at last";
  }
}
