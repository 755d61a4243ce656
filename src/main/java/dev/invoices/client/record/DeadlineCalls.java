package dev.invoices.client.record;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.invoices.temporal.MessageLimit;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * The calls to Temporal that serve one request of a client, under one deadline: whatever is down,
 * slow or huge, the client has a response within 7 s, and a person at a terminal within 20. Without
 * a deadline of ours the SDK would try for a minute, and not all that it does obeys the one that
 * gRPC offers (Temporal Java SDK 1.38): it pauses between its tries, and reads histories on threads
 * of its own. So each call has a thread that is left behind when the time is over.
 */
public final class DeadlineCalls {

  /** For all calls together; the rest of the 7 s is for what happens before and after them. */
  private static final Duration TOTAL = Duration.ofSeconds(6);

  /** For one call that Temporal alone answers. */
  private static final Duration ONE_CALL = Duration.ofSeconds(3);

  /** For a query, which a worker has to answer; leaves time for what Temporal knows itself. */
  private static final Duration WORKER_ANSWER = Duration.ofMillis(2_500);

  /** For a call to end by itself after its deadline, with a reason of its own. */
  private static final Duration GRACE = Duration.ofMillis(100);

  /** Between two tries; a random part of it. */
  private static final Duration MAX_PAUSE = Duration.ofMillis(100);

  /** A page may be as large as {@link MessageLimit} allows, and the memory is small. */
  private static final Semaphore READERS = new Semaphore(4);

  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "temporal-deadlines"));

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(task -> daemon(task, "temporal-call"));

  private final TemporalConnection connection;
  private final Patience patience;
  private final Deadline total;

  /** The deadline begins now. */
  public DeadlineCalls(TemporalConnection connection, Patience patience) {
    this.connection = connection;
    this.patience = patience;
    this.total = after(TOTAL);
  }

  /** For whom the calls are made. */
  public enum Patience {
    /** A client, which may give up on a call that takes longer. */
    OF_A_CLIENT(1),
    /** A person at a terminal, who waits while a busy machine works. */
    OF_A_PERSON(3);

    private final int times;

    Patience(int times) {
      this.times = times;
    }
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
    return call(after(ONE_CALL), call);
  }

  private <T> T call(Deadline deadline, Callable<T> call) throws InvoiceClientException {
    try {
      return within(deadline, call);
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
   * Reads a page by a stub, which unlike the SDK's client does not try again by itself.
   *
   * @param until the deadline of all pages
   * @param use what is kept of the page, while few others hold one
   * @throws InvoiceClientException when Temporal cannot be reached or refuses
   */
  public <P, T> T page(Deadline until, Callable<P> page, Function<P, T> use)
      throws InvoiceClientException {
    if (!acquire(until)) {
      throw InvoiceClientException.of(Status.DEADLINE_EXCEEDED.asRuntimeException(), connection);
    }
    try {
      return use.apply(page(until, page));
    } finally {
      READERS.release();
    }
  }

  private <P> P page(Deadline until, Callable<P> page) throws InvoiceClientException {
    while (true) {
      try {
        return call(until.minimum(after(ONE_CALL)), page);
      } catch (InvoiceClientException e) {
        if (e.grpcStatus() != Status.Code.UNAVAILABLE || isOver(until)) {
          throw e;
        }
        pause();
      }
    }
  }

  private static boolean acquire(Deadline until) {
    try {
      return READERS.tryAcquire(until.timeRemaining(MILLISECONDS), MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Makes a query; failures pass through as the SDK throws them. A real server lets only one query
   * of a workflow wait at a time (1.32), so another one waits here.
   *
   * @throws Exception what the SDK throws
   */
  public <T> T query(Callable<T> query) throws Exception {
    Deadline deadline = after(WORKER_ANSWER);
    while (true) {
      try {
        return within(deadline, query);
      } catch (WorkflowServiceException | WorkflowQueryException e) {
        if (InvoiceClientException.statusOf(e) != Status.Code.RESOURCE_EXHAUSTED
            || isOver(deadline)) {
          throw e;
        }
        pause();
      }
    }
  }

  /**
   * When to stop reading pages: in time for what comes after them, which gets at least as much.
   *
   * @param most for pages that come one after the other without a fault
   */
  public Deadline forPages(Duration most) {
    return after(most).minimum(Deadline.after(total.timeRemaining(MILLISECONDS) / 2, MILLISECONDS));
  }

  private boolean isOver(Deadline deadline) {
    return deadline.minimum(total).isExpired();
  }

  private <T> T within(Deadline limit, Callable<T> call) throws Exception {
    Deadline deadline = limit.minimum(total);
    Context bounded = MessageLimit.in(Context.current());
    try (Context.CancellableContext context = bounded.withDeadline(deadline, TIMER)) {
      return outcome(THREADS.submit(context.wrap(call)), deadline);
    }
  }

  /** Waits for a call, and leaves it behind when its time is over. */
  private static <T> T outcome(Future<T> running, Deadline deadline) throws Exception {
    long millis = Math.max(0, deadline.timeRemaining(MILLISECONDS)) + GRACE.toMillis();
    try {
      return running.get(millis, MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    } catch (TimeoutException e) {
      throw Status.DEADLINE_EXCEEDED.asRuntimeException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.asRuntimeException();
    } finally {
      running.cancel(true);
    }
  }

  private static void pause() {
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_PAUSE.toNanos()));
  }

  private Deadline after(Duration time) {
    return Deadline.after(time.toMillis() * patience.times, MILLISECONDS);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
