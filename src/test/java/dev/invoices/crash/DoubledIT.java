package dev.invoices.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.ToolReply;
import dev.invoices.testkit.WorkerProcess;
import dev.invoices.workflow.InvoiceWorkflow;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everything twice: servers, workers, submissions, decisions. */
@Tag("real-server")
@Timeout(400)
class DoubledIT {

  private static final int AT_ONCE = 100;
  private static final int RACES = CrashTemporal.FULL ? 60 : 20;
  private static final int INVOICES = CrashTemporal.FULL ? 25 : 10;
  private static final int LINES = 3;

  @RegisterExtension static final CrashTemporal TEMPORAL = new CrashTemporal(1);

  @Test
  void submittedThenServerEnded_isApprovedThroughTheNextOne() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      scenario.worker();
      String id = scenario.newId();
      try (McpTools first = scenario.connect("claude-ai")) {
        assertThat(first.submit(CrashScenario.invoice(id, LINES)).code()).isEqualTo("STARTED");
      }
      try (McpTools second = scenario.connect("claude-ai")) {
        second.awaitStatus(id, "Awaiting approval");
        assertThat(second.approve(id).code()).isEqualTo("APPROVED");
        scenario.awaitEnd(id);
        scenario.audit(id, LINES).assertCompleted();
        assertThat(second.status(id).status()).isEqualTo("Completed");
      }
    }
  }

  @Test
  void twoWorkersAndTwoServers_oneWorkerDies_theInvoiceIsPaid() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      String pace = "INVOICE_PAYMENT_PACE=PT1S";
      List<WorkerProcess> workers = List.of(scenario.worker(pace), scenario.worker(pace));
      McpTools other = scenario.connect("other");
      String id = scenario.submit(LINES);
      assertThat(other.approve(id).code()).isEqualTo("APPROVED");
      scenario.awaitPayments(id, 1);

      // when the one dies that has the workflow in its hands
      long busy = scenario.history(id).latestWorker();
      workers.stream().filter(worker -> worker.pid() == busy).forEach(scenario::kill);

      // then the other one goes on
      scenario.awaitEnd(id);
      Audit audit = scenario.audit(id, LINES);
      audit.assertCompleted();
      assertThat(workers)
          .filteredOn(WorkerProcess::isAlive)
          .singleElement()
          .returns(audit.history().latestWorker(), WorkerProcess::pid);
      assertThat(other.status(id).text()).isEqualTo(scenario.tools().status(id).text());
    }
  }

  @Test
  void workersReplacedOneByOne_payAllInvoices() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      // given invoices that take a while to be paid, all at the same time
      String pace = "INVOICE_PAYMENT_PACE=PT4S";
      Deque<WorkerProcess> workers = new ArrayDeque<>(List.of(scenario.worker(pace)));
      List<String> ids = new ArrayList<>();
      for (int n = 0; n < INVOICES; n++) {
        ids.add(scenario.submit(LINES));
      }
      for (String id : ids) {
        scenario.approve(id);
      }

      // when each worker is replaced by another, three times
      for (int round = 0; round < 3; round++) {
        workers.add(scenario.worker(pace));
        assertThat(scenario.status(ids.get(INVOICES - 1)))
            .as("an invoice that is being paid")
            .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
        workers.remove().terminate();
      }

      // then all are paid, once
      for (String id : ids) {
        scenario.awaitEnd(id);
        scenario.audit(id, LINES).assertCompleted();
      }
    }
  }

  @Test
  void oneIdSubmittedManyTimesAtOnce_isStartedOnce_refusedWhenPaid_startedOnceMoreWhenRejected()
      throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      scenario.worker();
      List<McpTools> servers = List.of(scenario.tools(), scenario.connect("other"));
      String id = scenario.newId();

      assertOneStarted(submitAtOnce(servers, id));
      assertThat(scenario.awaitRuns(id, 1)).as("workflows of " + id).isEqualTo(1);

      scenario.tools().awaitStatus(id, "Awaiting approval");
      scenario.tools().reject(id);
      scenario.awaitEnd(id);
      assertOneStarted(submitAtOnce(servers, id));

      scenario.approve(id);
      scenario.awaitEnd(id);
      assertThat(submitAtOnce(servers, id))
          .as("after the payment")
          .isEqualTo(Map.of("ALREADY_CLOSED", (long) AT_ONCE));

      scenario.audit(id, LINES).assertCompleted();
      assertThat(scenario.awaitRuns(id, 2)).as("workflows of " + id).isEqualTo(2);
    }
  }

  @Test
  void approvalAgainstRejection_hasOneOutcome_andBothResultsNameIt() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      scenario.worker();
      McpTools ann = scenario.connect("client-of-ann");
      McpTools bob = scenario.connect("client-of-bob");
      for (int race = 0; race < RACES; race++) {
        String id = scenario.submit(LINES);
        List<ToolReply> answers = atOnce(List.of(() -> ann.approve(id), () -> bob.reject(id)));
        scenario.awaitEnd(id);

        Audit audit = scenario.audit(id, LINES);
        boolean approved = audit.snapshot().decision().orElseThrow().approved();
        assertThat(audit.history().decisions().get(0))
            .isEqualTo(approved ? InvoiceWorkflow.APPROVE : InvoiceWorkflow.REJECT);
        String winner = audit.snapshot().decision().orElseThrow().through();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.text()).contains(winner));
        assertThat(answers.get(approved ? 0 : 1).code())
            .isEqualTo(approved ? "APPROVED" : "REJECTED");
        assertThat(answers.get(approved ? 1 : 0).code()).isIn("ALREADY_DECIDED", "ALREADY_CLOSED");
        if (approved) {
          audit.assertCompleted();
        } else {
          audit.assertEndedAs(InvoiceStatus.REJECTED, Set.of(), Optional.of("REJECTED"));
        }
      }
    }
  }

  /**
   * At most one says so: the answer of the one that did can get lost, and its next try finds it.
   */
  private static void assertOneStarted(Map<String, Long> answers) {
    assertThat(answers.keySet()).isSubsetOf("STARTED", "ALREADY_OPEN");
    assertThat(answers.getOrDefault("STARTED", 0L)).isLessThanOrEqualTo(1);
  }

  /** How many answers of which code there are. */
  private static Map<String, Long> submitAtOnce(List<McpTools> servers, String id)
      throws Exception {
    List<Callable<ToolReply>> calls = new ArrayList<>();
    for (int n = 0; n < AT_ONCE; n++) {
      McpTools server = servers.get(n % servers.size());
      calls.add(
          () -> CrashScenario.untilAnswered(() -> server.submit(CrashScenario.invoice(id, LINES))));
    }
    return atOnce(calls).stream()
        .collect(Collectors.groupingBy(ToolReply::code, Collectors.counting()));
  }

  private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    CountDownLatch start = new CountDownLatch(calls.size());
    try {
      List<Future<T>> answers = new ArrayList<>();
      for (Callable<T> call : calls) {
        answers.add(
            threads.submit(
                () -> {
                  start.countDown();
                  start.await(10, TimeUnit.SECONDS);
                  return call.call();
                }));
      }
      List<T> all = new ArrayList<>();
      for (Future<T> answer : answers) {
        all.add(answer.get(60, TimeUnit.SECONDS));
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }
}
