package dev.invoices.server.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.client.record.InvoiceClientException.Reason;
import dev.invoices.client.record.InvoiceRun;
import dev.invoices.invoice.reading.InvoiceReader;
import dev.invoices.json.ExactJson;
import dev.invoices.json.ObjectReader;
import dev.invoices.server.tools.ToolResult;
import dev.invoices.temporal.SettingsException;
import dev.invoices.temporal.TemporalConnection;
import dev.invoices.text.SafeText;
import dev.invoices.text.TextRules;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Optional;

/**
 * {@code --inbox}: shows a person at a terminal the invoices that wait, and takes their decisions.
 * Where input or output is not a terminal, it prints them and ends.
 */
public final class InboxProgram {

  private static final String ID = "id";

  private final Optional<String> id;

  private InboxProgram(Optional<String> id) {
    this.id = id;
  }

  /**
   * Reads what it is asked for.
   *
   * @param id the invoice to open, or its workflow; empty for the list
   * @throws SettingsException when it can be no id
   */
  public static InboxProgram of(Optional<String> id) throws SettingsException {
    return new InboxProgram(id.isPresent() ? Optional.of(read(id.get())) : id);
  }

  private static String read(String given) throws SettingsException {
    ObjectNode arguments = ExactJson.mapper().createObjectNode().put(ID, given);
    ObjectReader fields = ObjectReader.generous(arguments, TextRules.OF_A_CALL);
    String read = InvoiceReader.readId(fields, ID, InvoiceRun::invoiceId);
    if (!fields.faults().isEmpty()) {
      throw new SettingsException("the " + SafeText.of(fields.faults().get(0).toString(), 300));
    }
    return read;
  }

  /**
   * Runs until the person quits or their input ends.
   *
   * @return why it failed, in a sentence; empty when it did not
   */
  public Optional<String> run(TemporalConnection connection) {
    Optional<Console> console = Optional.ofNullable(System.console());
    Terminal terminal =
        Terminal.over(
            System.in, new FileOutputStream(FileDescriptor.out), Terminal.charset(console));
    try {
      run(new Inbox(new TemporalInvoices(connection), terminal), console.isPresent());
      return Optional.empty();
    } catch (InboxException e) {
      return Optional.of(e.getMessage());
    } catch (InvoiceClientException e) {
      return Optional.of(sentence(e));
    } catch (RuntimeException e) {
      return Optional.of("Something unexpected happened: " + e);
    }
  }

  private void run(Inbox inbox, boolean atTerminal) throws InvoiceClientException, InboxException {
    if (id.isPresent()) {
      if (atTerminal) {
        inbox.browse(id.get());
      } else {
        inbox.print(id.get());
      }
    } else if (atTerminal) {
      inbox.browse();
    } else {
      inbox.print();
    }
  }

  /** The server's log, to which the result of a tool points, is not written here. */
  private static String sentence(InvoiceClientException failure) {
    return failure.reason() == Reason.UNEXPECTED
        ? "Temporal at %s gave an unexpected response (%s)."
            .formatted(failure.address(), failure.grpcStatus())
        : ToolResult.failed(failure).message();
  }
}
