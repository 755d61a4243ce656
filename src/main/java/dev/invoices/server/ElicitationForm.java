package dev.invoices.server;

import dev.invoices.server.conversation.FormClient;
import dev.invoices.server.stdio.StdioTransport;
import dev.invoices.text.Quote;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Asks the person by MCP's form elicitation, within one call of a tool. */
final class ElicitationForm implements FormClient {

  private static final Logger log = LoggerFactory.getLogger(ElicitationForm.class);

  private static final int MAX_REASON = 300;

  /** Clients that count the time of a call count it anew at each notification. */
  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(5);

  private final McpSyncServerExchange exchange;
  private final Optional<Object> progressToken;

  private ElicitationForm(McpSyncServerExchange exchange, Optional<Object> progressToken) {
    this.exchange = exchange;
    this.progressToken = progressToken;
  }

  /**
   * The form of a call.
   *
   * @return empty when the client does not say that it can show one
   */
  static Optional<FormClient> of(McpSyncServerExchange exchange, CallToolRequest request) {
    return canShow(exchange.getClientCapabilities())
        ? Optional.of(new ElicitationForm(exchange, Optional.ofNullable(request.progressToken())))
        : Optional.empty();
  }

  /** An empty capability means forms, as in MCP before it knew other kinds. */
  private static boolean canShow(ClientCapabilities client) {
    return client != null
        && client.elicitation() != null
        && (client.elicitation().form() != null || client.elicitation().url() == null);
  }

  @Override
  public FormReply show(String message, Map<String, Object> schema) {
    StdioTransport.letOthersPass(exchange.transportContext());
    Disposable progress = progressToken.map(this::reportProgress).orElseGet(Disposables::disposed);
    try {
      return reply(exchange.createElicitation(ElicitFormRequest.builder(message, schema).build()));
    } catch (RuntimeException e) {
      // Reactor wraps the exception in one of its own.
      if (e.getCause() instanceof TimeoutException) {
        StdioTransport.withdraw(exchange.transportContext());
        return FormReply.without(Ending.SILENT);
      }
      if (e.getCause() instanceof InterruptedException) {
        return FormReply.without(Ending.CALL_CANCELLED);
      }
      log.warn(
          "The client did not show the form: {}",
          Quote.of(String.valueOf(e.getMessage()), MAX_REASON));
      return FormReply.without(Ending.FAILED);
    } finally {
      progress.dispose();
    }
  }

  private static FormReply reply(ElicitResult result) {
    if (result.action() == null) {
      return FormReply.without(Ending.FAILED);
    }
    return switch (result.action()) {
      case ACCEPT ->
          new FormReply(Ending.ACCEPTED, Objects.requireNonNullElse(result.content(), Map.of()));
      case DECLINE -> FormReply.without(Ending.DECLINED);
      case CANCEL -> FormReply.without(Ending.CLOSED);
    };
  }

  /** Tells the client that the call is alive, as it asked for. */
  private Disposable reportProgress(Object token) {
    return Flux.interval(PROGRESS_INTERVAL, Schedulers.boundedElastic())
        .subscribe(
            count ->
                exchange.progressNotification(
                    ProgressNotification.builder(token, count + 1.0)
                        .message("Waiting for the person's decision.")
                        .build()));
  }
}
