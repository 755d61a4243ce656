package dev.invoices.client.record;

import dev.invoices.temporal.TemporalConnection;
import dev.invoices.text.ShellWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The commands of Temporal's CLI with which an operator resumes what was paused. For an id that is
 * no {@link ShellWord} the operator gets a placeholder.
 */
final class ResumeCommands {

  private static final Set<String> DEFAULT_ADDRESSES = Set.of("localhost:7233", "127.0.0.1:7233");
  private static final String DEFAULT_NAMESPACE = "default";

  private final String address;
  private final String namespace;

  ResumeCommands(TemporalConnection connection) {
    this(connection.address(), connection.namespace());
  }

  /**
   * @param address host and port of Temporal
   */
  ResumeCommands(String address, String namespace) {
    this.address = address;
    this.namespace = namespace;
  }

  /** Resumes a workflow. */
  ResumeCommand workflow(String workflowId) {
    return new Writer("workflow").option("workflow-id", workflowId).command();
  }

  /** Resumes one payment of a workflow. */
  ResumeCommand payment(String workflowId, String activityId) {
    return new Writer("activity")
        .option("workflow-id", workflowId)
        .option("activity-id", activityId)
        .command();
  }

  /** Writes one command. */
  private final class Writer {

    private final StringBuilder text = new StringBuilder("temporal ");
    private final List<String> placeholders = new ArrayList<>();

    Writer(String what) {
      text.append(what).append(" unpause");
    }

    Writer option(String name, String value) {
      text.append(" --").append(name).append(' ');
      text.append(ShellWord.of(value).orElseGet(() -> placeholder(name)));
      return this;
    }

    private String placeholder(String name) {
      String placeholder = name.toUpperCase(Locale.ROOT).replace('-', '_');
      placeholders.add(placeholder);
      return placeholder;
    }

    ResumeCommand command() {
      if (!DEFAULT_ADDRESSES.contains(address)) {
        option("address", address);
      }
      if (!namespace.equals(DEFAULT_NAMESPACE)) {
        option("namespace", namespace);
      }
      return new ResumeCommand(text.toString(), List.copyOf(placeholders));
    }
  }
}
