package dev.invoices.client.record;

import dev.invoices.temporal.TemporalConnection;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The commands of Temporal's CLI with which an operator resumes what was paused, ready to be
 * entered into a shell.
 */
final class ResumeCommands {

  private static final Set<String> DEFAULT_ADDRESSES = Set.of("localhost:7233", "127.0.0.1:7233");
  private static final String DEFAULT_NAMESPACE = "default";

  /** What every shell takes as it is. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/@+-]+");

  /** What a shell may change between double quotes, Windows PowerShell included. */
  private static final Pattern SPECIAL = Pattern.compile("[\"$`\\\\!%“”„]");

  private final String target;

  ResumeCommands(TemporalConnection connection) {
    this(connection.address(), connection.namespace());
  }

  /**
   * @param address host and port of Temporal
   */
  ResumeCommands(String address, String namespace) {
    String at = DEFAULT_ADDRESSES.contains(address) ? "" : " --address " + quoted(address);
    String in = namespace.equals(DEFAULT_NAMESPACE) ? "" : " --namespace " + quoted(namespace);
    this.target = at + in;
  }

  /** Resumes a workflow. */
  String workflow(String workflowId) {
    return "temporal workflow unpause --workflow-id " + quoted(workflowId) + target;
  }

  /** Resumes one payment of a workflow. */
  String payment(String workflowId, String activityId) {
    return "temporal activity unpause --workflow-id %s --activity-id %s%s"
        .formatted(quoted(workflowId), quoted(activityId), target);
  }

  /** Between double quotes, which all shells know, unless one would change what is inside. */
  private static String quoted(String text) {
    if (PLAIN.matcher(text).matches()) {
      return text;
    }
    return SPECIAL.matcher(text).find() ? "'" + text.replace("'", "'\\''") + "'" : '"' + text + '"';
  }
}
