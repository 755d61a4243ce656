package dev.invoices.check;

import dev.invoices.temporal.TemporalConnection;
import dev.invoices.temporal.TemporalTrouble;
import dev.invoices.text.Quote;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Temporal, and the namespace in it. What needs them waits until they are found, and is not checked
 * where they are not: one fault has one line.
 */
public final class TemporalCheck {

  /** A closed invoice should be found by its id for so long. */
  static final Duration KEPT_AFTER_APPROVAL = Duration.ofDays(30);

  private static final String TEMPORAL = "Temporal";
  private static final String NAMESPACE = "Namespace";
  private static final String SKIPPED = "Not checked, because %s.";

  /** For the first call, which also connects and loads classes. */
  private static final Duration FIRST_CALL = Duration.ofSeconds(4);

  /** For each later call. */
  public static final Duration ONE_CALL = Duration.ofSeconds(2);

  /** For all checks of a program. A slow Temporal may leave the last ones no time. */
  public static final Duration ALL = Duration.ofSeconds(8);

  private final CompletableFuture<TemporalConnection> connection;
  private final CompletableFuture<Boolean> reached = new CompletableFuture<>();
  private final CompletableFuture<Boolean> found = new CompletableFuture<>();

  /**
   * A check that calls nothing yet.
   *
   * @param connection as the settings describe it; fails when a setting is wrong
   */
  public TemporalCheck(CompletableFuture<TemporalConnection> connection) {
    this.connection = connection;
  }

  /** Looks at something in the namespace, which was found. */
  @FunctionalInterface
  public interface InNamespace {
    /**
     * Looks at it.
     *
     * @throws StatusRuntimeException when Temporal does not say
     */
    CheckLine look(TemporalConnection connection) throws Exception;
  }

  /** Whether Temporal responds, which version it has, and whether the way to it is encrypted. */
  public Check temporal() {
    return Check.ofOne(TEMPORAL, () -> settle(reached, this::reach));
  }

  /**
   * Whether the namespace exists, and how long it keeps closed invoices.
   *
   * @param approvalTimeout how long an invoice may wait for a decision; asked for only after the
   *     settings were read
   */
  public Check namespace(Supplier<Duration> approvalTimeout) {
    return Check.ofOne(
        NAMESPACE,
        () ->
            reached.join()
                ? settle(found, () -> describe(approvalTimeout.get()))
                : skipped(NAMESPACE, found, TEMPORAL + " cannot be used"));
  }

  /** Something in the namespace. */
  public Check inNamespace(String item, InNamespace look) {
    return Check.ofOne(
        item,
        () -> {
          if (!found.join()) {
            return CheckLine.note(item, SKIPPED.formatted("the namespace cannot be used"));
          }
          try {
            return look.look(connection.join());
          } catch (StatusRuntimeException e) {
            return Status.fromThrowable(e).getCode() == Status.Code.UNIMPLEMENTED
                ? CheckLine.note(item, "This Temporal does not tell.")
                : CheckLine.bad(item, explain(e));
          }
        });
  }

  private interface Look {
    CheckLine look();
  }

  /** Says to those who wait whether it is usable. */
  private static CheckLine settle(CompletableFuture<Boolean> usable, Look look) {
    try {
      CheckLine line = look.look();
      usable.complete(line.mark() != CheckLine.Mark.BAD && line.mark() != CheckLine.Mark.NOTE);
      return line;
    } finally {
      usable.complete(false);
    }
  }

  private static CheckLine skipped(String item, CompletableFuture<Boolean> usable, String reason) {
    usable.complete(false);
    return CheckLine.note(item, SKIPPED.formatted(reason));
  }

  private CheckLine reach() {
    TemporalConnection opened;
    try {
      opened = connection.join();
    } catch (CompletionException e) {
      return CheckLine.note(TEMPORAL, SKIPPED.formatted("a setting is wrong"));
    }
    String where = "%s, %s TLS".formatted(opened.address(), opened.usesTls() ? "with" : "without");
    try {
      String version =
          opened
              .calls(FIRST_CALL)
              .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
              .getServerVersion();
      return CheckLine.good(
          TEMPORAL,
          "%s, %s."
              .formatted(
                  where, version.isEmpty() ? "unknown version" : "version " + Quote.word(version)));
    } catch (StatusRuntimeException e) {
      return CheckLine.bad(TEMPORAL, "%s: %s".formatted(where, explain(e)));
    }
  }

  private CheckLine describe(Duration approvalTimeout) {
    TemporalConnection opened = connection.join();
    String name = Quote.word(opened.namespace());
    try {
      DescribeNamespaceResponse namespace =
          opened
              .calls(ONE_CALL)
              .describeNamespace(
                  DescribeNamespaceRequest.newBuilder().setNamespace(opened.namespace()).build());
      Duration kept =
          Duration.ofSeconds(namespace.getConfig().getWorkflowExecutionRetentionTtl().getSeconds());
      return retention(name, kept, approvalTimeout);
    } catch (StatusRuntimeException e) {
      return CheckLine.bad(NAMESPACE, "%s: %s".formatted(name, explain(e)));
    }
  }

  /** Package-private for the tests: Temporal's dev server has one retention only. */
  static CheckLine retention(String name, Duration kept, Duration approvalTimeout) {
    if (kept.isZero()) {
      return CheckLine.good(NAMESPACE, "%s exists. Its retention is not known.".formatted(name));
    }
    Duration wanted = approvalTimeout.plus(KEPT_AFTER_APPROVAL);
    String exists = "%s exists and keeps closed invoices for %s.".formatted(name, days(kept));
    return kept.compareTo(wanted) < 0
        ? CheckLine.warning(
            NAMESPACE,
            "%s Then Temporal forgets them, and only the ledger knows what was paid. Set the retention of the namespace to %s or more: temporal operator namespace update -n %s --retention %dh"
                .formatted(exists, days(wanted), name, hours(wanted)))
        : CheckLine.good(NAMESPACE, exists);
  }

  private static long hours(Duration time) {
    return time.plusHours(1).minusNanos(1).toHours();
  }

  private static String days(Duration time) {
    long days = time.toDays();
    if (days == 0) {
      return "less than a day";
    }
    return days == 1 ? "1 day" : "%,d days".formatted(days);
  }

  private static String explain(StatusRuntimeException failure) {
    TemporalTrouble trouble = TemporalTrouble.of(failure);
    return failure.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED
        ? "No response in time. " + trouble.advice()
        : trouble.explain(failure);
  }
}
