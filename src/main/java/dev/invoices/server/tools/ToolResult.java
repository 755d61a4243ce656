package dev.invoices.server.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.client.InvoiceView;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.client.record.InvoiceRun;
import dev.invoices.client.record.OpenInvoice;
import dev.invoices.client.record.OpenInvoices;
import dev.invoices.json.ExactJson;
import dev.invoices.json.SafeJson;
import dev.invoices.json.Violation;
import dev.invoices.server.tools.wording.Commands;
import dev.invoices.server.tools.wording.InvoiceFields;
import dev.invoices.server.tools.wording.InvoiceText;
import dev.invoices.server.tools.wording.ListedInvoice;
import dev.invoices.temporal.WebUi;
import dev.invoices.text.Quote;
import dev.invoices.text.SafeText;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The result of a tool call. The text and the structured content state the same facts, because some
 * clients read only the one and some only the other.
 *
 * @param code the outcome, for machines
 * @param message the first line of the text: the outcome in the tutorial's words, or in ours
 * @param hint what to know or do next, in one sentence; may be empty
 * @param view the invoice, if it was looked at
 * @param list the open invoices, if they were asked for
 * @param faults what is invalid in the arguments
 * @param webUi where a browser shows the invoice's workflow; empty when that is not known, or not
 *     what the person needs now
 * @param howToDecide where the person decides, in a sentence; empty when they need not be told
 */
public record ToolResult(
    ResultCode code,
    String message,
    String hint,
    Optional<InvoiceView> view,
    Optional<OpenInvoices> list,
    List<Violation> faults,
    Optional<URI> webUi,
    Optional<String> howToDecide) {

  /** What shows a person an invoice that they may be about to decide about. */
  private static final Set<ResultCode> SHOWING =
      Set.of(
          ResultCode.STARTED,
          ResultCode.ALREADY_OPEN,
          ResultCode.ID_IN_USE,
          ResultCode.STATUS,
          ResultCode.UNDECIDED);

  /** What a person reads who may want to look for themselves, or to decide there. */
  private static final Set<ResultCode> LINKED =
      Set.of(
          ResultCode.STARTED,
          ResultCode.ALREADY_OPEN,
          ResultCode.ID_IN_USE,
          ResultCode.STATUS,
          ResultCode.NEEDS_PERSON,
          ResultCode.UNDECIDED);

  static final int MAX_INVOICES_LISTED = 20;
  private static final int MAX_FAULTS_LISTED = 20;
  private static final int MAX_TYPE_LENGTH = 200;

  static ToolResult of(ResultCode code, String message, String hint, InvoiceView view) {
    return of(code, message, hint, Optional.of(view));
  }

  static ToolResult of(ResultCode code, String message, String hint, Optional<InvoiceView> view) {
    return new ToolResult(
        code, message, hint, view, Optional.empty(), List.of(), Optional.empty(), Optional.empty());
  }

  static ToolResult of(ResultCode code, String message, InvoiceView view) {
    return of(code, message, "", view);
  }

  static ToolResult of(ResultCode code, String message) {
    return of(code, message, "", Optional.empty());
  }

  /**
   * Temporal knows nothing under this id.
   *
   * @param similar ids of open invoices that the person may have meant
   */
  static ToolResult notFound(String invoiceId, List<String> similar) {
    String meant =
        similar.isEmpty()
            ? ""
            : " Open with a similar id: "
                + similar.stream().map(Quote::word).collect(Collectors.joining(", "));
    return of(
        ResultCode.NOT_FOUND,
        "Temporal knows no invoice %s. Check the id with the person. Temporal keeps closed invoices for its retention only, so it may have been paid and forgotten.%s"
            .formatted(Quote.word(invoiceId), meant));
  }

  /** The invoices that await a decision or are being paid, as far as anyone reads them. */
  static ToolResult list(OpenInvoices open) {
    long count = open.count();
    String message =
        switch ((int) Math.min(count, 2)) {
          case 0 -> "No invoice awaits a decision or is being paid.";
          case 1 -> "1 invoice awaits a decision or is being paid.";
          default ->
              "%s%,d invoices await a decision or are being paid."
                  .formatted(open.counted().isPresent() ? "" : "At least ", count);
        };
    String which =
        open.isComplete()
            ? "The first %d are listed, the soonest deadline first. ".formatted(MAX_INVOICES_LISTED)
            : "Only the newest %,d were read; %d of them are listed, the soonest deadline first. "
                .formatted(open.read().size(), Math.min(open.read().size(), MAX_INVOICES_LISTED));
    return new ToolResult(
        ResultCode.LIST,
        message,
        (count > MAX_INVOICES_LISTED ? which : "") + "The list may be a few seconds old.",
        Optional.empty(),
        Optional.of(open),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** Temporal could not do what was asked of it. */
  public static ToolResult failed(InvoiceClientException failure) {
    String address = failure.address();
    return switch (failure.reason()) {
      case UNREACHABLE ->
          of(
              ResultCode.TEMPORAL_UNREACHABLE,
              "Temporal at %s does not answer. Start it, or correct TEMPORAL_ADDRESS or TEMPORAL_TLS. If it ran before, start it with the same database file. Then try again: nothing is done twice. If it stays so, %s"
                  .formatted(address, Commands.checkShowsWhy()));
      case NAMESPACE_MISSING ->
          of(
              ResultCode.TEMPORAL_REFUSED,
              "Temporal at %s has no namespace \"%s\". Create it or correct TEMPORAL_NAMESPACE. If it stays so, %s"
                  .formatted(address, failure.namespace(), Commands.checkShowsWhy()));
      case CREDENTIALS_REFUSED ->
          of(
              ResultCode.TEMPORAL_REFUSED,
              "Temporal at %s refuses these credentials for the namespace \"%s\". Check TEMPORAL_API_KEY or the client certificate. If it stays so, %s"
                  .formatted(address, failure.namespace(), Commands.checkShowsWhy()));
      case NOT_AN_INVOICE ->
          of(
              ResultCode.NOT_AN_INVOICE,
              "The workflow under this id is not an invoice. Use another id. Its type: "
                  + Quote.of(failure.subject(), MAX_TYPE_LENGTH));
      case UNEXPECTED ->
          of(
              ResultCode.INTERNAL_ERROR,
              "Temporal at %s gave an unexpected response; see the invoice server's log."
                  .formatted(address));
    };
  }

  /** The server itself failed. */
  public static ToolResult internalError() {
    return of(
        ResultCode.INTERNAL_ERROR,
        "Internal error in the invoice server; see its log. Check the status before you try again.");
  }

  /** The arguments are invalid; each fault becomes a line, as far as anyone reads them. */
  static ToolResult invalid(List<Violation> faults) {
    return new ToolResult(
        ResultCode.INVALID_INPUT,
        "Nothing was done: the input is not valid. Correct it and call again.",
        faults.size() > MAX_FAULTS_LISTED
            ? "It has more problems than the %d listed here.".formatted(MAX_FAULTS_LISTED)
            : "",
        Optional.empty(),
        Optional.empty(),
        faults.stream().limit(MAX_FAULTS_LISTED).toList(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same with another view of its invoice, if it shows one. */
  public ToolResult showing(UnaryOperator<InvoiceView> other) {
    return new ToolResult(code, message, hint, view.map(other), list, faults, webUi, howToDecide);
  }

  /** The same with the address of the invoice's workflow, if a person needs it now. */
  public ToolResult linkedTo(Optional<WebUi> ui) {
    Optional<InvoiceRun> run = view.filter(shown -> LINKED.contains(code)).map(InvoiceView::run);
    return new ToolResult(
        code,
        message,
        hint,
        view,
        list,
        faults,
        ui.flatMap(pages -> run.map(it -> pages.workflow(it.workflowId(), it.runId()))),
        howToDecide);
  }

  /**
   * The same with where the person decides, if it shows them an invoice that may await that.
   *
   * @param where the sentence about an invoice; empty when the person need not be told
   */
  public ToolResult decidedWhere(Function<InvoiceView, Optional<String>> where) {
    return new ToolResult(
        code,
        message,
        hint,
        view,
        list,
        faults,
        webUi,
        view.filter(shown -> SHOWING.contains(code)).flatMap(where));
  }

  /** The open invoices that it shows. */
  public List<OpenInvoice> listed() {
    return list.stream().flatMap(open -> open.read().stream()).limit(MAX_INVOICES_LISTED).toList();
  }

  /** In the form of the MCP SDK. */
  public CallToolResult toResult() {
    return CallToolResult.builder(List.of(TextContent.builder(text()).build()))
        .structuredContent(structured())
        .isError(code.isError())
        .build();
  }

  /** The structured content alone, as JSON. */
  public String json() {
    return ExactJson.write(structured());
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(message);
    if (!hint.isEmpty()) {
      lines.add(hint);
    }
    faults.forEach(fault -> lines.add("- " + fault));
    if (code != ResultCode.STATUS) {
      view.ifPresent(shown -> lines.add("Status: " + InvoiceText.status(shown)));
    }
    view.ifPresent(shown -> lines.addAll(InvoiceText.lines(shown)));
    howToDecide.ifPresent(where -> lines.add("How to decide: " + where));
    webUi.ifPresent(page -> lines.add("Web UI: " + page));
    listed().forEach(invoice -> lines.addAll(ListedInvoice.of(invoice).lines()));
    // Our own texts are safe; what another worker or client left in Temporal need not be.
    return lines.stream()
        .map(line -> SafeText.of(line, Integer.MAX_VALUE))
        .collect(Collectors.joining("\n"));
  }

  private ObjectNode structured() {
    ObjectNode content = ExactJson.mapper().createObjectNode();
    content.put("code", code.name());
    content.put(
        "message",
        hint.isEmpty() ? message : message + (message.endsWith(".") ? " " : ". ") + hint);
    view.ifPresent(shown -> InvoiceFields.add(shown, content));
    howToDecide.ifPresent(where -> content.put("how_to_decide", where));
    webUi.ifPresent(page -> content.put("web_ui", page.toString()));
    list.ifPresent(
        open -> {
          content.put("count", open.count());
          content.set("invoices", json(listed().stream().map(ListedInvoice::of).toList()));
        });
    if (!faults.isEmpty()) {
      content.set("faults", json(faults));
    }
    return SafeJson.of(content);
  }

  private static JsonNode json(Object value) {
    return ExactJson.mapper().valueToTree(value);
  }
}
