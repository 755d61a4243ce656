package dev.invoices.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.testkit.InvoiceTools;
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
  private static final int RACES = TemporalStage.FULL ? 200 : 20;
  private static final int INVOICES = TemporalStage.FULL ? 50 : 10;
  private static final int LINES = 3;

  @RegisterExtension static final TemporalStage STAGE = new TemporalStage(1);

  @Test
  void submittedThenServerEnded_isApprovedThroughTheNextOne() throws Exception {
    try (CrashScenario scene = STAGE.scene()) {
      scene.worker();
      String id = scene.newId();
      try (InvoiceTools first = scene.connect("claude-ai")) {
        assertThat(first.submit(CrashScenario.invoice(id, LINES)).code()).isEqualTo("STARTED");
      }
      try (InvoiceTools second = scene.connect("claude-ai")) {
        second.awaitStatus(id, "Awaiting approval");
        assertThat(second.approve(id).code()).isEqualTo("APPROVED");
        scene.awaitEnd(id);
        scene.witnesses(id, LINES).agreeOnCompleted();
        assertThat(second.status(id).status()).isEqualTo("Completed");
      }
    }
  }

  @Test
  void twoWorkersAndTwoServers_oneWorkerDies_theInvoiceIsPaid() throws Exception {
    try (CrashScenario scene = STAGE.scene()) {
      String pace = "INVOICE_PAYMENT_PACE=PT1S";
      List<WorkerProcess> workers = List.of(scene.worker(pace), scene.worker(pace));
      InvoiceTools other = scene.connect("other");
      String id = scene.submit(LINES);
      assertThat(other.approve(id).code()).isEqualTo("APPROVED");
      scene.awaitPayments(id, 1);

      // when the one dies that has the workflow in its hands
      long busy = scene.history(id).latestWorker();
      workers.stream().filter(worker -> worker.pid() == busy).forEach(scene::kill);

      // then the other one goes on
      scene.awaitEnd(id);
      Audit witnesses = scene.witnesses(id, LINES);
      witnesses.agreeOnCompleted();
      assertThat(workers)
          .filteredOn(WorkerProcess::isAlive)
          .singleElement()
          .returns(witnesses.history().latestWorker(), WorkerProcess::pid);
      assertThat(other.status(id).text()).isEqualTo(scene.tools().status(id).text());
    }
  }

  @Test
  void workersReplacedOneByOne_payAllInvoices() throws Exception {
    try (CrashScenario scene = STAGE.scene()) {
      // given invoices that take a while to be paid, all at the same time
      String pace = "INVOICE_PAYMENT_PACE=PT4S";
      Deque<WorkerProcess> workers = new ArrayDeque<>(List.of(scene.worker(pace)));
      List<String> ids = new ArrayList<>();
      for (int n = 0; n < INVOICES; n++) {
        ids.add(scene.submit(LINES));
      }
      for (String id : ids) {
        scene.approve(id);
      }

      // when each worker is replaced by another, three times
      for (int round = 0; round < 3; round++) {
        workers.add(scene.worker(pace));
        assertThat(scene.status(ids.get(INVOICES - 1)))
            .as("an invoice that is being paid")
            .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
        workers.remove().terminate();
      }

      // then all are paid, once
      for (String id : ids) {
        scene.awaitEnd(id);
        scene.witnesses(id, LINES).agreeOnCompleted();
      }
    }
  }

  @Test
  void oneIdSubmittedManyTimesAtOnce_isStartedOnce_refusedWhenPaid_startedOnceMoreWhenRejected()
      throws Exception {
    try (CrashScenario scene = STAGE.scene()) {
      scene.worker();
      List<InvoiceTools> servers = List.of(scene.tools(), scene.connect("other"));
      String id = scene.newId();

      assertOneStarted(submitAtOnce(servers, id));
      assertThat(scene.awaitRuns(id, 1)).as("workflows of " + id).isEqualTo(1);

      scene.tools().awaitStatus(id, "Awaiting approval");
      scene.tools().reject(id);
      scene.awaitEnd(id);
      assertOneStarted(submitAtOnce(servers, id));

      scene.approve(id);
      scene.awaitEnd(id);
      assertThat(submitAtOnce(servers, id))
          .as("after the payment")
          .isEqualTo(Map.of("ALREADY_CLOSED", (long) AT_ONCE));

      scene.witnesses(id, LINES).agreeOnCompleted();
      assertThat(scene.awaitRuns(id, 2)).as("workflows of " + id).isEqualTo(2);
    }
  }

  @Test
  void approvalAgainstRejection_hasOneOutcome_andBothAnswersNameIt() throws Exception {
    try (CrashScenario scene = STAGE.scene()) {
      scene.worker();
      InvoiceTools ann = scene.connect("client-of-ann");
      InvoiceTools bob = scene.connect("client-of-bob");
      for (int race = 0; race < RACES; race++) {
        String id = scene.submit(LINES);
        List<ToolReply> answers = atOnce(List.of(() -> ann.approve(id), () -> bob.reject(id)));
        scene.awaitEnd(id);

        Audit witnesses = scene.witnesses(id, LINES);
        boolean approved = witnesses.snapshot().decision().orElseThrow().approved();
        assertThat(witnesses.history().signals().get(0))
            .isEqualTo(approved ? InvoiceWorkflow.APPROVE : InvoiceWorkflow.REJECT);
        String outcome = witnesses.snapshot().decision().orElseThrow().sentence();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.text()).contains(outcome));
        assertThat(answers.get(approved ? 0 : 1).code())
            .isEqualTo(approved ? "APPROVED" : "REJECTED");
        assertThat(answers.get(approved ? 1 : 0).code()).isIn("ALREADY_DECIDED", "ALREADY_CLOSED");
        if (approved) {
          witnesses.agreeOnCompleted();
        } else {
          witnesses.agreeOn(InvoiceStatus.REJECTED, Set.of(), Optional.of("REJECTED"));
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
  private static Map<String, Long> submitAtOnce(List<InvoiceTools> servers, String id)
      throws Exception {
    List<Callable<ToolReply>> calls = new ArrayList<>();
    for (int n = 0; n < AT_ONCE; n++) {
      InvoiceTools server = servers.get(n % servers.size());
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
