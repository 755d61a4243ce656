package dev.invoices.server.tools.wording;

/** What a person enters at a terminal, in the folder of the build, when a result says so. */
public final class Commands {

  /** Starts a worker. */
  public static final String START_WORKER = "java @target/invoice-worker.args";

  /** Shows what does not work. */
  public static final String CHECK = "java -jar target/invoice-server.jar --check";

  private Commands() {}
}
