package dev.invoices.crash;

import com.google.protobuf.Timestamp;
import dev.invoices.testkit.Eventually;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.client.WorkflowStub;
import java.time.Instant;
import java.util.List;

/**
 * An attempt to make the only payment in flight, which waits for the ledger.
 *
 * @param activityId of the payment
 * @param startedAt when Temporal sent it to the worker
 */
record Attempt(String activityId, Instant startedAt) {

  /**
   * Waits until a worker has begun one. Only a heartbeat shows that: Temporal calls a payment
   * started as soon as it sends it, and keeps the heartbeat of the attempt before.
   */
  static Attempt await(WorkflowStub workflow) throws Exception {
    PendingActivityInfo payment =
        Eventually.see(
                "an attempt",
                CrashScenario.LIMIT,
                () -> workflow.describe().getRawDescription().getPendingActivitiesList(),
                Attempt::isBegun)
            .get(0);
    return new Attempt(payment.getActivityId(), time(payment.getLastStartedTime()));
  }

  private static boolean isBegun(List<PendingActivityInfo> pending) {
    return pending.size() == 1
        && pending.get(0).getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED
        && pending.get(0).hasHeartbeatDetails()
        && time(pending.get(0).getLastHeartbeatTime())
            .isAfter(time(pending.get(0).getLastStartedTime()));
  }

  private static Instant time(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
