package dev.invoices.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.InvoiceWarning.Kind;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.PostgresServer;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.ToolReply;
import dev.invoices.testkit.WorkerProcess;
import dev.invoices.workflow.InvoiceWorkflow;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowStub;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Where one scenario runs: a namespace, a ledger, and the processes that come and go. */
final class CrashScenario implements AutoCloseable {

  /** Longer than any single wait should take on a busy machine: a retry, a restart, a heartbeat. */
  static final Duration LIMIT = Duration.ofSeconds(120);

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final TemporalFixture temporal;
  private final CrashTemporal.Tenant tenant;
  private final Consumer<CrashTemporal.Tenant> giveBack;
  private final String name = "CRASH-" + NUMBER.incrementAndGet();
  private final Store store;
  private final Deque<Closeable> parts = new ArrayDeque<>();
  private final Set<String> unaccounted = ConcurrentHashMap.newKeySet();
  private final AtomicInteger invoices = new AtomicInteger();

  CrashScenario(
      TemporalFixture temporal,
      CrashTemporal.Tenant tenant,
      Consumer<CrashTemporal.Tenant> giveBack,
      Store store) {
    this.temporal = temporal;
    this.tenant = tenant;
    this.giveBack = giveBack;
    this.store = store;
  }

  /** The MCP server of the scenario. */
  McpTools tools() throws Exception {
    return tenant.tools(temporal);
  }

  /** One more MCP server. */
  McpTools connect(String clientName) throws IOException {
    McpTools tools = McpTools.start(this::serve, clientName);
    parts.push(tools::close);
    return tools;
  }

  /** Makes a process one of this scenario. */
  ProcessBuilder serve(ProcessBuilder process) {
    temporal.serve(process, tenant.namespace(), temporal.ledger());
    process.environment().put("INVOICE_LEDGER", store.setting());
    process.environment().put("PGUSER", PostgresServer.SUPERUSER);
    return process;
  }

  /**
   * Starts the packaged worker.
   *
   * @param settings such as {@code INVOICE_PAYMENT_PACE=PT1S}; without a pace there is none
   */
  WorkerProcess worker(String... settings) throws Exception {
    return worker(line -> {}, settings);
  }

  /**
   * The same.
   *
   * @param output told every line that it writes
   */
  WorkerProcess worker(Consumer<String> output, String... settings) throws Exception {
    return start(PackagedJar.worker().command(JarProcess.jvmOptions()), output, settings);
  }

  /** Starts a worker that dies by itself when it pays a line of an invoice. */
  WorkerProcess haltingWorker(
      HaltingWorker.Moment moment, String invoiceId, int line, String... settings)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JarProcess.jvmOptions()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(HaltingWorker.class.getName());
    command.addAll(List.of(moment.name(), invoiceId + "/" + line));
    return start(command, output -> {}, settings);
  }

  /**
   * Starts a worker that lives, whose ledger's database has options.
   *
   * @param options as they follow the name of an SQLite file
   */
  WorkerProcess workerWithLedgerOptions(String options) throws Exception {
    return haltingWorker(
        HaltingWorker.Moment.NEVER, "none", 0, HaltingWorker.LEDGER_OPTIONS + "=" + options);
  }

  /** Waits until such a worker has died. */
  void awaitHalt(WorkerProcess worker) throws InterruptedException {
    assertThat(worker.exitStatus(LIMIT)).as("exit status").isEqualTo(HaltingWorker.KILLED);
    Totals.KILLS.incrementAndGet();
  }

  /** Kills a worker. */
  void kill(WorkerProcess worker) {
    worker.kill();
    Totals.KILLS.incrementAndGet();
  }

  /** An invoice id that no other scenario uses; what becomes of it has to be accounted for. */
  String newId() {
    String id = name + "-" + invoices.incrementAndGet();
    unaccounted.add(id);
    return id;
  }

  /** The three sources agree on what has become of an invoice: it is not lost. */
  void accountedFor(String id) {
    unaccounted.remove(id);
  }

  /** An invoice of so many lines, of 10.01, 10.02 ... USD. */
  static String invoice(String id, int lines) {
    String items =
        IntStream.rangeClosed(1, lines)
            .mapToObj(
                n ->
                    "{\"item\": \"Item %d\", \"amount\": %d.%02d}"
                        .formatted(n, 10 + n / 100, n % 100))
            .collect(Collectors.joining(", "));
    return "{\"id\": \"%s\", \"lines\": [%s]}".formatted(id, items);
  }

  /** Submits a new invoice; from now on it must not get lost. */
  String submit(int lines) throws Exception {
    String id = newId();
    var reply = untilAnswered(() -> tools().submit(invoice(id, lines)));
    assertThat(reply.code()).as(reply.text()).isIn("STARTED", "ALREADY_OPEN");
    return id;
  }

  /**
   * Submits new invoices to a worker until one was registered in time, which a busy machine may
   * prevent. Of another one, the workflow asks the ledger what was paid before its first payment.
   *
   * @return its id; it awaits approval
   */
  String submitRegistered(int lines) throws Exception {
    InvoiceSnapshot registered =
        Eventually.see(
            "an invoice that was registered in time",
            LIMIT,
            () -> accountedForAsAwaiting(submit(lines)),
            invoice ->
                !InvoiceWarning.isAmong(invoice.warnings(), Kind.NOT_CHECKED_FOR_DUPLICATES));
    unaccounted.add(registered.id());
    return registered.id();
  }

  private InvoiceSnapshot accountedForAsAwaiting(String id) throws Exception {
    ToolReply reply =
        Eventually.see(
            "the question about " + id,
            LIMIT,
            () -> tools().status(id),
            seen -> seen.status().equals("Awaiting approval"));
    accountedFor(id);
    return reply.invoice().orElseThrow();
  }

  /** Submits a new invoice and approves it, with or without a worker. */
  String submitAndApprove(int lines) throws Exception {
    String id = submit(lines);
    approve(id);
    return id;
  }

  /** Approves; one that was sent in a try without an answer is found decided by the next. */
  void approve(String id) throws Exception {
    var reply = untilAnswered(() -> tools().approve(id));
    assertThat(reply.code()).as(reply.text()).isIn("APPROVED", "SENT", "ALREADY_DECIDED");
  }

  /** Tries again as often as the answer says so. */
  static ToolReply untilAnswered(Callable<ToolReply> call) throws Exception {
    return Eventually.see("an answer", LIMIT, () -> answered(call), Optional::isPresent)
        .orElseThrow();
  }

  /** Empty where a busy machine has outlasted a bound: that of the call, or of its turn. */
  private static Optional<ToolReply> answered(Callable<ToolReply> call) throws Exception {
    try {
      return Optional.of(call.call()).filter(reply -> !reply.code().equals("TEMPORAL_UNREACHABLE"));
    } catch (IOException e) {
      if (e.getMessage().contains("It has not begun this one. Try again later.")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The workflow of an invoice. */
  WorkflowStub workflow(String id) {
    return tenant.client().newUntypedWorkflowStub(InvoiceWorkflow.workflowId(id));
  }

  /** What Temporal has recorded. */
  PaidHistory history(String id) {
    return PaidHistory.of(tenant.client(), InvoiceWorkflow.workflowId(id));
  }

  /** What the ledger holds. */
  List<LedgerRow> ledger(String id) throws Exception {
    return store.payments(id);
  }

  String namespace() {
    return tenant.namespace();
  }

  Store store() {
    return store;
  }

  Path ledgerFile() {
    return Path.of(store.setting());
  }

  /** Waits for something in the history. */
  PaidHistory awaitHistory(String id, String wanted, Predicate<PaidHistory> isWanted)
      throws Exception {
    return Eventually.see(wanted + " in " + id, LIMIT, () -> history(id), isWanted);
  }

  /** Waits until the ledger has so many payments of an invoice. */
  void awaitPayments(String id, int payments) throws Exception {
    Eventually.see(
        payments + " payments of " + id, LIMIT, () -> ledger(id).size(), n -> n >= payments);
  }

  /** Waits until the workflow has ended and returns how. */
  WorkflowExecutionStatus awaitEnd(String id) throws Exception {
    return Eventually.see(
        "the end of " + id,
        LIMIT,
        () -> status(id),
        status -> status != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
  }

  WorkflowExecutionStatus status(String id) {
    return workflow(id).describe().getStatus();
  }

  /** Waits until Temporal lists so many workflows of an invoice; returns how many there are. */
  long awaitRuns(String id, int wanted) throws Exception {
    String query = "WorkflowId = '%s'".formatted(InvoiceWorkflow.workflowId(id));
    return Eventually.see(
        wanted + " workflows of " + id,
        LIMIT,
        () -> tenant.client().listExecutions(query).count(),
        count -> count >= wanted);
  }

  /** Audits an invoice; a worker has to run, because the workflow is one of the sources. */
  Audit audit(String id, int lines) throws Exception {
    return Audit.of(this, id, lines);
  }

  @Override
  public void close() throws IOException {
    Totals.SCENARIOS.incrementAndGet();
    Totals.LOST_INVOICES.addAndGet(unaccounted.size());
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
    giveBack.accept(tenant);
    assertThat(unaccounted).as("lost invoices: submitted, and never accounted for").isEmpty();
  }

  private WorkerProcess start(List<String> command, Consumer<String> output, String... settings)
      throws Exception {
    ProcessBuilder process = serve(new ProcessBuilder(command));
    process.environment().put("INVOICE_PAYMENT_PACE", "PT0S");
    Arrays.stream(settings)
        .map(setting -> setting.split("=", 2))
        .forEach(setting -> process.environment().put(setting[0], setting[1]));
    WorkerProcess worker = WorkerProcess.start(process, output);
    parts.push(worker::kill);
    return worker;
  }
}
