package dev.invoices.client.record;

import dev.invoices.temporal.TemporalConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The commands of Temporal's CLI with which an operator resumes what was paused. They may be
 * entered into sh, cmd.exe and PowerShell alike. No quoting keeps every text harmless in all of
 * these, and an id is a stranger's text: for one that could do harm the operator gets a
 * placeholder.
 */
final class ResumeCommands {

  private static final Set<String> DEFAULT_ADDRESSES = Set.of("localhost:7233", "127.0.0.1:7233");
  private static final String DEFAULT_NAMESPACE = "default";

  /** What every shell takes as it is. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/+-]+");

  /**
   * What every shell leaves alone between double quotes: letters and digits of any script, and some
   * marks. Left out are the letters and accents that Windows may turn into quotes.
   */
  private static final Pattern QUOTABLE =
      Pattern.compile(
          "[-\\p{L}\\p{M}\\p{Nd} ._/:,()#+&&[^\\p{InSpacing_Modifier_Letters}\\p{InCombining_Diacritical_Marks}]]+");

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
      if (PLAIN.matcher(value).matches()) {
        text.append(value);
      } else if (QUOTABLE.matcher(value).matches()) {
        text.append('"').append(value).append('"');
      } else {
        String placeholder = name.toUpperCase(Locale.ROOT).replace('-', '_');
        placeholders.add(placeholder);
        text.append(placeholder);
      }
      return this;
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
