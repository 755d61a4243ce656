package dev.invoices.client.record;

import dev.invoices.temporal.TemporalConnection;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowServiceException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The calls to Temporal that serve one request of a client, under one deadline: whatever is down,
 * the client has a response in time. Without a deadline of ours the SDK would try for a minute
 * (Temporal Java SDK 1.38).
 */
public final class DeadlineCalls {

  /**
   * For all calls together; a refused connection overruns it by the SDK's last pause, up to 2 s.
   */
  private static final Duration TOTAL = Duration.ofMillis(4_500);

  /** For one call that Temporal alone answers. */
  private static final Duration ONE_CALL = Duration.ofSeconds(3);

  /** For a query, which a worker has to answer. */
  private static final Duration WORKER_ANSWER = Duration.ofMillis(2_500);

  /** Between two tries of a query while others query the same workflow; a random part of it. */
  private static final Duration MAX_PAUSE = Duration.ofMillis(100);

  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "temporal-deadlines");
            thread.setDaemon(true);
            return thread;
          });

  private final Deadline total = Deadline.after(TOTAL.toMillis(), TimeUnit.MILLISECONDS);
  private final TemporalConnection connection;

  /** The deadline begins now. */
  public DeadlineCalls(TemporalConnection connection) {
    this.connection = connection;
  }

  /** The connection over which the calls go. */
  public TemporalConnection connection() {
    return connection;
  }

  /**
   * Makes a call that Temporal answers. What the caller wants to tell apart itself, such as a
   * workflow that does not exist, passes through.
   *
   * @throws InvoiceClientException when Temporal cannot be reached or refuses
   */
  public <T> T call(Callable<T> call) throws InvoiceClientException {
    try {
      return within(ONE_CALL, call);
    } catch (WorkflowExecutionAlreadyStarted e) {
      throw e;
    } catch (WorkflowNotFoundException e) {
      if (InvoiceClientException.isAboutNamespace(e)) {
        throw InvoiceClientException.of(e, connection);
      }
      throw e;
    } catch (Exception e) {
      throw InvoiceClientException.of(e, connection);
    }
  }

  /**
   * Makes a query; failures pass through as the SDK throws them. A real server lets only one query
   * of a workflow wait at a time (1.32), so another one waits here.
   *
   * @throws Exception what the SDK throws
   */
  public <T> T query(Callable<T> query) throws Exception {
    Deadline timeout = Deadline.after(WORKER_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    while (true) {
      try {
        return within(WORKER_ANSWER, query);
      } catch (WorkflowServiceException | WorkflowQueryException e) {
        if (InvoiceClientException.statusOf(e) != Status.Code.RESOURCE_EXHAUSTED
            || timeout.isExpired()) {
          throw e;
        }
        Thread.sleep(ThreadLocalRandom.current().nextLong(MAX_PAUSE.toMillis()));
      }
    }
  }

  private <T> T within(Duration limit, Callable<T> call) throws Exception {
    Deadline own = Deadline.after(limit.toMillis(), TimeUnit.MILLISECONDS);
    try (Context.CancellableContext context =
        Context.current().withDeadline(own.minimum(total), TIMER)) {
      return context.call(call);
    }
  }
}
