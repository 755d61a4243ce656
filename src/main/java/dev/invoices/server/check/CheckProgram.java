package dev.invoices.server.check;

import dev.invoices.check.Check;
import dev.invoices.check.CheckRun;
import dev.invoices.check.JavaCheck;
import dev.invoices.check.SettingsCheck;
import dev.invoices.check.TemporalCheck;
import dev.invoices.launch.ThisJar;
import dev.invoices.server.desktop.DesktopFiles;
import dev.invoices.temporal.TemporalConnection;
import dev.invoices.workflow.ProcessingRules;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** {@code --check}: shows a person what of the server works and what does not. Changes nothing. */
public final class CheckProgram {

  private CheckProgram() {}

  /**
   * Prints the table to standard output, within seconds whatever hangs.
   *
   * @param environment the variables of this process
   * @return the exit status: 1 when something does not work, else 0
   */
  public static int run(Map<String, String> environment) {
    return CheckRun.show(checks(environment));
  }

  private static List<Check> checks(Map<String, String> environment) {
    CompletableFuture<TemporalConnection> connection = new CompletableFuture<>();
    TemporalCheck temporal = new TemporalCheck(connection);
    DesktopFiles files = DesktopFiles.ofThisMachine();
    DesktopCheck desktop = new DesktopCheck(environment, files.isWindows());
    return List.of(
        JavaCheck.version(),
        JavaCheck.archive(ThisJar.path()),
        SettingsCheck.of(environment, () -> ServerSettings.read(environment), connection),
        SettingsCheck.unknownNames(environment),
        temporal.temporal(),
        temporal.namespace(ProcessingRules.DEFAULT::approvalTimeout),
        temporal.inNamespace(WorkerCheck.ITEM, WorkerCheck::look),
        temporal.inNamespace(InvoicesCheck.ITEM, InvoicesCheck::look),
        new Check(DesktopCheck.ITEM, () -> desktop.look(files.found())));
  }
}
