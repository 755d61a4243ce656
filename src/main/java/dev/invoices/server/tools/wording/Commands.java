package dev.invoices.server.tools.wording;

import dev.invoices.server.terminal.TerminalCommand;

/** What a person enters at a terminal when a result says so. */
public final class Commands {

  /** Starts a worker, in the folder of the build. */
  public static final String START_WORKER = "java @target/invoice-worker.args";

  private Commands() {}

  /** Where a person sees what does not work; reads on after a comma. */
  public static String checkShowsWhy() {
    return checkShowsWhy(TerminalCommand.ofThisProgram());
  }

  static String checkShowsWhy(TerminalCommand command) {
    return "%s shows why.%s"
        .formatted(command.check(), command.before().map(" "::concat).orElse(""));
  }
}
