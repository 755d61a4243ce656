package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.EveryTool;
import dev.invoices.testkit.Fault;
import dev.invoices.testkit.FaultyLink;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.ToolReply;
import dev.invoices.workflow.InvoiceWorkflow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is slow, lost or huge between the server and a real Temporal, each tool answers within 7
 * s, with a worker or without.
 */
@Tag("real-server")
@Timeout(120)
@Tag("patient")
@Order(1)
class FaultyTemporalIT {

  private static final List<String> KINDS =
      List.of(
          "StartWorkflowExecution",
          "QueryWorkflow",
          "DescribeWorkflowExecution",
          "GetWorkflowExecutionHistory",
          "UpdateWorkflowExecution",
          "SignalWorkflowExecution",
          "ListWorkflowExecutions",
          "CountWorkflowExecutions");

  /** Those whose answer holds what strangers wrote. */
  private static final List<String> LARGE =
      List.of(
          "QueryWorkflow",
          "DescribeWorkflowExecution",
          "GetWorkflowExecutionHistory",
          "ListWorkflowExecutions");

  private static TemporalFixture temporal;
  private static FaultyLink link;
  private static AutoCloseable worker;
  private static McpTools withWorker;
  private static McpTools withoutWorker;
  private static int rounds;

  @BeforeAll
  static void start() throws Exception {
    temporal = TemporalFixture.devServer();
    link = FaultyLink.to(temporal.port());
    worker = temporal.startWorker(Map.of());
    withWorker = connect(Map.of());
    withoutWorker = connect(Map.of("INVOICE_TASK_QUEUE", "nobody"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (temporal != null) {
      withWorker.close();
      withoutWorker.close();
      worker.close();
      link.close();
      temporal.close();
    }
  }

  static Stream<Arguments> faults() {
    List<Fault> faults =
        List.of(
            Fault.slow(Duration.ofMillis(2_900)),
            Fault.slow(Duration.ofSeconds(20)),
            Fault.dropAnswer(),
            Fault.hugeAnswer());
    Stream<Arguments> all = faults.stream().map(fault -> Arguments.of(FaultyLink.ALL, fault));
    Stream<Arguments> one =
        KINDS.stream().flatMap(kind -> faultsOfOne(kind).map(fault -> Arguments.of(kind, fault)));
    return Stream.concat(all, one);
  }

  private static Stream<Fault> faultsOfOne(String kind) {
    Stream<Fault> late =
        Stream.of(
            Fault.slow(Duration.ofMillis(2_900)),
            Fault.slow(Duration.ofSeconds(20)),
            Fault.dropAnswer());
    return LARGE.contains(kind) ? Stream.concat(late, Stream.of(Fault.hugeAnswer())) : late;
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("faults")
  void faultOnTheWay_everyToolAnswersInTime(String kind, Fault fault) throws Exception {
    Map<String, Call> calls = prepare();

    link.fail(kind, fault);
    Map<String, Timed> answers;
    try {
      answers = atOnce(calls);
    } finally {
      link.mend();
    }

    assertGood(answers);
  }

  @Test
  void temporalThatIsStopped_everyToolAnswersInTime() throws Exception {
    Map<String, Call> calls = prepare();

    temporal.freeze();
    Map<String, Timed> answers;
    try {
      answers = atOnce(calls);
    } finally {
      temporal.thaw();
    }

    assertGood(answers);
    assertThat(withWorker.status("WARM-UP").code()).isEqualTo("NOT_FOUND");
  }

  /** Calls about invoices with a worker and without; some were shown to the other server only. */
  private static Map<String, Call> prepare() throws Exception {
    String round = "R" + rounds++;
    Map<String, Call> submissions = new LinkedHashMap<>();
    for (String name : List.of("-OPEN", "-SAME", "-YES", "-NO", "-UNSHOWN", "-DEAD", "-AGAIN")) {
      submissions.put("W" + name, () -> submit(withWorker, round + "-W" + name));
      submissions.put("N" + name, () -> submit(withoutWorker, round + "-N" + name));
    }
    atOnce(submissions);
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.putAll(calls(withWorker, withoutWorker, round + "-W"));
    calls.putAll(calls(withoutWorker, withWorker, round + "-N"));
    return calls;
  }

  /** Tries again, as the tool says, while a busy machine still digests the round before. */
  private static ToolReply submit(McpTools tools, String id) throws Exception {
    return Eventually.see(
        "invoice " + id,
        Duration.ofSeconds(60),
        () -> tools.submit(EveryTool.invoice(id)),
        reply -> List.of("STARTED", "ALREADY_OPEN").contains(reply.code()));
  }

  /** Each has answered in time, and with more than an internal error. */
  private static void assertGood(Map<String, Timed> answers) {
    assertThat(answers.entrySet().stream().filter(answer -> !isGood(answer.getValue()))).isEmpty();
  }

  private static boolean isGood(Timed answer) {
    return answer.time().compareTo(McpTools.PROMISED) < 0
        && !answer.reply().code().equals("INTERNAL_ERROR");
  }

  private static Map<String, Call> calls(McpTools tools, McpTools others, String id) {
    for (String name : List.of("-DEAD", "-AGAIN")) {
      temporal
          .client()
          .newUntypedWorkflowStub(InvoiceWorkflow.workflowId(id + name))
          .terminate("by a test");
    }
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put(id + " submit", () -> tools.submit(EveryTool.invoice(id + "-NEW")));
    calls.put(id + " submit one that is open", () -> tools.submit(EveryTool.invoice(id + "-SAME")));
    calls.put(id + " submit again", () -> tools.submit(EveryTool.invoice(id + "-AGAIN")));
    calls.put(id + " approve", () -> tools.approve(id + "-YES"));
    calls.put(id + " reject", () -> tools.reject(id + "-NO"));
    calls.put(id + " approve one that was not shown", () -> others.approve(id + "-UNSHOWN"));
    calls.put(id + " reject an unknown one", () -> tools.reject(id + "-NONE"));
    calls.put(id + " status", () -> tools.status(id + "-OPEN"));
    calls.put(id + " status of a terminated one", () -> tools.status(id + "-DEAD"));
    calls.put(id + " status of an unknown one", () -> tools.status(id + "-NONE-EITHER"));
    calls.put(id + " list", () -> tools.call(EveryTool.STATUS, Map.of()));
    return calls;
  }

  private static Map<String, Timed> atOnce(Map<String, Call> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      Map<String, Future<Timed>> running = new LinkedHashMap<>();
      calls.forEach((name, call) -> running.put(name, threads.submit(() -> timed(call))));
      Map<String, Timed> answers = new LinkedHashMap<>();
      for (Map.Entry<String, Future<Timed>> call : running.entrySet()) {
        answers.put(call.getKey(), call.getValue().get(100, TimeUnit.SECONDS));
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  private static McpTools connect(Map<String, String> settings) throws Exception {
    McpTools tools =
        McpTools.start(
            process -> {
              temporal.serve(process).environment().putAll(settings);
              process.environment().put("TEMPORAL_ADDRESS", link.address());
              return process;
            },
            "claude-ai");
    tools.status("WARM-UP");
    return tools;
  }

  private static Timed timed(Call call) throws Exception {
    long start = System.nanoTime();
    ToolReply reply = call.answer();
    return new Timed(reply, Duration.ofNanos(System.nanoTime() - start));
  }

  /** An answer, and how long it took. */
  private record Timed(ToolReply reply, Duration time) {}

  /** A call of a tool. */
  @FunctionalInterface
  private interface Call {
    ToolReply answer() throws Exception;
  }
}
