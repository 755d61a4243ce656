package dev.invoices.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.invoices.client.record.InvoiceRun;
import dev.invoices.client.record.OpenInvoice;
import dev.invoices.client.record.OpenInvoices;
import dev.invoices.invoice.reading.InvoiceId;
import dev.invoices.server.tools.GetInvoiceStatusTool;
import dev.invoices.server.tools.ResultCode;
import dev.invoices.server.tools.ToolResult;
import dev.invoices.text.NameKey;
import io.modelcontextprotocol.server.McpServerFeatures.SyncCompletionSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.CompleteResult;
import io.modelcontextprotocol.spec.McpSchema.CompleteResult.CompleteCompletion;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.ResourceReference;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.util.DefaultMcpUriTemplateManager;
import io.modelcontextprotocol.util.McpUriTemplateManager;
import java.net.URLDecoder;
import java.util.Comparator;
import java.util.List;

/**
 * An invoice as an MCP resource, and the ids that a client offers for it. To read one shows no
 * person an invoice before a decision, so that none counts as shown.
 */
final class InvoiceResource {

  static final String TEMPLATE = "invoice://{id}";

  private static final String BEGINNING = "invoice://";
  private static final String MIME_TYPE = "application/json";
  private static final String REQUEST = "resources/read";

  /** The longest id has fewer characters, even if each of them is percent-encoded. */
  private static final int MAX_URI_LENGTH = 4_000;

  /** As MCP demands of the values of a completion. */
  private static final int MAX_OFFERED = 100;

  /** Of the server's own range, as -32002 is. Not -32603, which says that the server is broken. */
  private static final int NOT_READABLE = -32003;

  private final InvoiceRequests requests;

  InvoiceResource(InvoiceRequests requests) {
    this.requests = requests;
  }

  /**
   * Tells which URIs a template has. The SDK's own (2.1.0) gives ours none with a slash, and so
   * says nothing of an id with one that is not percent-encoded.
   *
   * @throws McpError when a client asks for the completion of a template that is blank
   */
  static McpUriTemplateManager manager(String template) {
    if (template.isBlank()) {
      throw McpError.builder(ErrorCodes.INVALID_PARAMS)
          .message("The uri is blank. Write %s.".formatted(TEMPLATE))
          .build();
    }
    return template.equals(TEMPLATE)
        ? new DefaultMcpUriTemplateManager(template) {
          @Override
          public boolean matches(String uri) {
            return uri.regionMatches(true, 0, BEGINNING, 0, BEGINNING.length());
          }
        }
        : new DefaultMcpUriTemplateManager(template);
  }

  /** What the SDK is given to serve. */
  SyncResourceTemplateSpecification template() {
    return new SyncResourceTemplateSpecification(
        ResourceTemplate.builder(TEMPLATE, "invoice")
            .title("Invoice")
            .description(
                "Where an invoice stands, as get_invoice_status reports it. The id is percent-encoded.")
            .mimeType(MIME_TYPE)
            .build(),
        (exchange, request) -> read(request.uri()));
  }

  /** Offers the ids of open invoices. */
  SyncCompletionSpecification completion() {
    return new SyncCompletionSpecification(
        new ResourceReference(TEMPLATE), (exchange, request) -> complete(request));
  }

  private ReadResourceResult read(String uri) {
    String id = id(uri);
    Reading reading =
        requests.answer(REQUEST, client -> GetInvoiceStatusTool.status(id, client), Reading::of);
    return switch (reading.code()) {
      case STATUS ->
          ReadResourceResult.builder(
                  List.of(
                      TextResourceContents.builder(uri, reading.json())
                          .mimeType(MIME_TYPE)
                          .build()))
              .build();
      case NOT_FOUND, NOT_AN_INVOICE -> throw notFound(reading.message());
      default -> throw McpError.builder(NOT_READABLE).message(reading.message()).build();
    };
  }

  /** What is sent of a result. */
  private record Reading(ResultCode code, String message, String json) {
    static Reading of(ToolResult result) {
      return new Reading(result.code(), result.message(), result.json());
    }
  }

  /**
   * The id that a URI holds, in its normal form.
   *
   * @throws McpError when no invoice can have it
   */
  private static String id(String uri) {
    if (uri.length() > MAX_URI_LENGTH) {
      throw notFound("The URI is longer than that of any invoice. Write %s.".formatted(TEMPLATE));
    }
    String given = decoded(uri.substring(BEGINNING.length()));
    String id = InvoiceRun.invoiceId(InvoiceId.meant(given));
    if (id.isEmpty()) {
      throw notFound("The URI has no id. Write %s.".formatted(TEMPLATE));
    }
    InvoiceId.problem(id)
        .ifPresent(
            problem -> {
              throw notFound("The id in the URI %s.".formatted(problem));
            });
    return id;
  }

  private static String decoded(String encoded) {
    try {
      // This class decodes forms, in which a plus sign is a space.
      return URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      throw notFound("The id in the URI must be percent-encoded: write %25 for a percent sign.");
    }
  }

  private static McpError notFound(String message) {
    return McpError.builder(ErrorCodes.RESOURCE_NOT_FOUND).message(message).build();
  }

  private CompleteResult complete(CompleteRequest request) {
    return requests
        .findOpen()
        .map(open -> offer(open, request.argument().value()))
        .orElseGet(() -> new CompleteResult(new CompleteCompletion(List.of())));
  }

  /**
   * Those that begin with what was typed, before those that have it elsewhere; else the soonest
   * deadline first.
   */
  static CompleteResult offer(OpenInvoices open, String typed) {
    String wanted = NameKey.of(typed == null ? "" : typed);
    List<String> ids =
        open.read().stream()
            .map(OpenInvoice::id)
            .filter(InvoiceResource::canBeAskedFor)
            .filter(id -> NameKey.of(id).contains(wanted))
            .sorted(Comparator.comparing(id -> !NameKey.of(id).startsWith(wanted)))
            .toList();
    return new CompleteResult(
        new CompleteCompletion(
            ids.stream().limit(MAX_OFFERED).toList(),
            open.isComplete() ? ids.size() : null,
            ids.size() > MAX_OFFERED || !open.isComplete()));
  }

  /** Other programs may name their workflows in ways that no tool takes. */
  private static boolean canBeAskedFor(String id) {
    return InvoiceId.normal(id).equals(id) && InvoiceId.problem(InvoiceRun.invoiceId(id)).isEmpty();
  }
}
