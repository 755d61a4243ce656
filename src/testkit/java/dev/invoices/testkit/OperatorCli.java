package dev.invoices.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** The {@code temporal} command as an operator calls it. */
public final class OperatorCli {

  private static final int LIMIT_SECONDS = 30;

  private final UnaryOperator<ProcessBuilder> settings;

  /**
   * @param settings make a process find its Temporal, see {@link TemporalFixture#serve}
   */
  public OperatorCli(UnaryOperator<ProcessBuilder> settings) {
    this.settings = settings;
  }

  /**
   * Resets a workflow.
   *
   * @param type such as {@code FirstWorkflowTask}
   * @param options more of them
   */
  public void reset(String workflowId, String type, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("--type", type));
    all.addAll(List.of(options));
    reset(workflowId, all);
  }

  /**
   * Resets a run of a workflow to right before one of its tasks ended.
   *
   * @param event the id of the event with which the task was completed
   */
  public void resetTo(String workflowId, String runId, long event) throws Exception {
    reset(workflowId, List.of("--run-id", runId, "--event-id", String.valueOf(event)));
  }

  private void reset(String workflowId, List<String> options) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("workflow", "reset", "--workflow-id", workflowId));
    arguments.addAll(List.of("--reason", "a test"));
    arguments.addAll(options);
    run(arguments.toArray(String[]::new));
  }

  /**
   * Calls it.
   *
   * @return what it writes
   * @throws IOException when it fails, with that
   */
  public String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(TemporalFixture.cliOnPath().orElseThrow().toString());
    command.addAll(List.of(arguments));
    Process process = settings.apply(new ProcessBuilder(command)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("temporal %s: %s".formatted(String.join(" ", arguments), output));
    }
    return output;
  }
}
