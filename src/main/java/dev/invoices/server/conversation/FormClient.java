package dev.invoices.server.conversation;

import java.time.Duration;
import java.util.Map;

/** A client that can show a person a form and bring back what they entered. */
@FunctionalInterface
public interface FormClient {

  /** How long a person may take. Some clients give a whole call no more than a minute. */
  Duration TIMEOUT = Duration.ofSeconds(50);

  /**
   * Shows a form and waits for at most {@link #TIMEOUT}.
   *
   * @param message what stands above the fields, in plain text
   * @param schema the JSON schema of the fields, of MCP's form elicitation
   */
  FormReply show(String message, Map<String, Object> schema);

  /**
   * What came back from a form.
   *
   * @param ending how it ended
   * @param fields what was entered; empty unless the person accepted
   */
  record FormReply(Ending ending, Map<String, Object> fields) {

    /** A form that brought nothing. */
    public static FormReply without(Ending ending) {
      return new FormReply(ending, Map.of());
    }
  }

  /** How a form ended. */
  enum Ending {
    /** The person sent it. */
    ACCEPTED,
    /** The person said that they do not want to fill it in. */
    DECLINED,
    /** The person closed it. */
    CLOSED,
    /** Nothing came within the time. */
    SILENT,
    /** The client cancelled the call, and so withdrew it. */
    CALL_CANCELLED,
    /** The client failed to show it, or answered with something else. */
    FAILED
  }
}
