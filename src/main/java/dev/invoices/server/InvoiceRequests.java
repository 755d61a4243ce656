package dev.invoices.server;

import dev.invoices.client.InvoiceClient;
import dev.invoices.client.KnownRuns;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.client.record.OpenInvoices;
import dev.invoices.server.tools.ToolResult;
import dev.invoices.temporal.TemporalConnection;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client asks about invoices. Each question has an answer, whatever fails. */
final class InvoiceRequests {

  private static final Logger log = LoggerFactory.getLogger(InvoiceRequests.class);

  private static final String LIST = "The list of open invoices";

  private final Supplier<TemporalConnection> connection;
  private final KnownRuns runs = new KnownRuns();

  /**
   * @param connection called at each request; may block until the connection is ready
   */
  InvoiceRequests(Supplier<TemporalConnection> connection) {
    this.connection = connection;
  }

  /** How a request is served. */
  @FunctionalInterface
  interface Request {

    /**
     * Does what is asked.
     *
     * @param client for this request alone
     * @throws InvoiceClientException when Temporal cannot do what is asked of it
     */
    ToolResult serve(InvoiceClient client) throws InvoiceClientException;
  }

  /**
   * Turns every failure into a result; the SDK would show an exception's text to the client.
   *
   * @param name of the request, for the log
   * @param form the form in which the client gets the result
   */
  <T> T answer(String name, Request request, Function<ToolResult, T> form) {
    try {
      TemporalConnection temporal = connection.get();
      InvoiceClient client = InvoiceClient.begin(temporal, runs);
      return form.apply(
          request.serve(client).showing(client::asSeenNow).linkedTo(temporal.webUi()));
    } catch (InvoiceClientException e) {
      log(name, e);
      return form.apply(ToolResult.failed(e));
    } catch (RuntimeException | Error e) {
      log.error("{} failed", name, e);
      return form.apply(ToolResult.internalError());
    }
  }

  /**
   * The open invoices.
   *
   * @return empty when they cannot be read, for whatever reason
   */
  Optional<OpenInvoices> findOpen() {
    try {
      return InvoiceClient.begin(connection.get(), runs).findOpen();
    } catch (InvoiceClientException e) {
      log(LIST, e);
    } catch (RuntimeException e) {
      log.error("{} failed", LIST, e);
    }
    return Optional.empty();
  }

  /** Logs one line; with the stack trace only if the cause is a bug. */
  private static void log(String name, InvoiceClientException failure) {
    switch (failure.reason()) {
      case UNEXPECTED -> log.error("{} failed", name, failure);
      case NOT_AN_INVOICE -> log.info("{}: the workflow is not an invoice", name);
      default -> log.warn("{}: {} ({})", name, failure.getMessage(), failure.grpcStatus());
    }
  }
}
