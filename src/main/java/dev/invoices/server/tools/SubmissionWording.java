package dev.invoices.server.tools;

import dev.invoices.client.InvoiceView;
import dev.invoices.client.Submission;
import dev.invoices.client.Submission.AlreadyClosed;
import dev.invoices.client.Submission.AlreadyOpen;
import dev.invoices.client.Submission.Elsewhere;
import dev.invoices.client.Submission.IdInUse;
import dev.invoices.client.Submission.Started;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.server.tools.wording.ContentChange;
import dev.invoices.server.tools.wording.InvoiceText;
import dev.invoices.server.tools.wording.VendorId;
import dev.invoices.text.NameKey;
import dev.invoices.text.Quote;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** What came of submitting an invoice, in words. */
final class SubmissionWording implements Submission.Visitor<ToolResult> {

  private static final String AWAITS_LEDGER =
      "The open invoice is already closing: it waits for the ledger's answer about what was paid. If it stays so, its status says why.";

  private static final String UNPAID_LINES =
      " If some lines are unpaid, ask the person whether to submit those lines alone under a new id.";

  private final Invoice invoice;
  private final String id;

  SubmissionWording(Invoice invoice) {
    this.invoice = invoice;
    this.id = Quote.word(invoice.id());
  }

  @Override
  public ToolResult started(Started submission) {
    return ToolResult.of(
        ResultCode.STARTED,
        "Started processing invoice %s. Workflow ID: %s"
            .formatted(id, Quote.word(submission.run().workflowId())),
        submission.view());
  }

  @Override
  public ToolResult alreadyOpen(AlreadyOpen submission) {
    return ToolResult.of(
        ResultCode.ALREADY_OPEN,
        "Invoice %s was submitted before and is still open. Nothing new was started. Workflow ID: %s"
            .formatted(id, Quote.word(submission.view().run().workflowId())),
        "",
        Optional.of(submission.view()));
  }

  @Override
  public ToolResult idInUse(IdInUse submission) {
    Optional<InvoiceView> open = Optional.of(submission.view());
    return ToolResult.of(
        ResultCode.ID_IN_USE,
        otherVendor(open)
            .map(
                other ->
                    "Not submitted: the id %s belongs to an open invoice of another vendor. %s"
                        .formatted(id, idBesideThatOf(other)))
            .orElseGet(
                () ->
                    "Not submitted: a different invoice with the id %s is still open. Ask the person which one is right. %s Use a new id only for a different invoice, or both will be paid."
                        .formatted(
                            id,
                            submission.view().status() == InvoiceStatus.CHECKING_PAYMENTS
                                ? AWAITS_LEDGER
                                : "To replace the open invoice, reject it first.")),
        "",
        open);
  }

  @Override
  public ToolResult elsewhere(Elsewhere submission) {
    return ToolResult.of(
        ResultCode.OTHER_TASK_QUEUE,
        "Not submitted: a workflow on another task queue has the id %s.".formatted(id),
        "Ask the person who works with that task queue. Under another id, the invoice may be paid twice.",
        submission.view());
  }

  @Override
  public ToolResult alreadyClosed(AlreadyClosed submission) {
    boolean isPaid =
        submission.view().filter(it -> it.status() == InvoiceStatus.COMPLETED).isPresent();
    String how =
        "%s (%s)"
            .formatted(
                isPaid ? "was paid" : "was or may have been paid",
                submission.view().map(InvoiceText::status).orElse("closed"));
    Optional<String> other = otherVendor(submission.view());
    boolean isOther = hadOtherContent(submission);
    if (isOther && oneNamesNoVendor(submission.view())) {
      return ToolResult.of(
          ResultCode.ALREADY_CLOSED,
          "Not submitted: an invoice with the id %s was submitted before and %s. It had different content, and one of the two names no vendor."
              .formatted(id, how),
          "Ask the person whether both are the same paper. Do not submit it under another id if they are, or it will be paid twice. "
              + otherId(),
          submission.view());
    }
    Optional<InvoiceSnapshot> earlier = submission.view().flatMap(InvoiceView::snapshot);
    Optional<String> difference = earlier.flatMap(this::doubtfulDifference);
    if (other.isEmpty() && difference.isPresent()) {
      return ToolResult.of(
          ResultCode.ALREADY_CLOSED,
          "Not submitted: an invoice with the id %s was submitted before and %s. %s"
              .formatted(id, how, difference.get()),
          samePaperOr(earlier.get()) + (isPaid ? "" : UNPAID_LINES),
          submission.view());
    }
    return ToolResult.of(
        ResultCode.ALREADY_CLOSED,
        other
            .map(
                vendor ->
                    "Not submitted: the id %s belongs to an invoice of another vendor, which %s. %s"
                        .formatted(id, how, idBesideThatOf(vendor)))
            .orElseGet(
                () ->
                    "Not submitted: invoice %s was submitted before and %s. Do not submit it under another id, or it will be paid twice.%s"
                        .formatted(id, how, isPaid ? "" : UNPAID_LINES)),
        other.isEmpty() && isOther ? "The earlier submission had different content." : "",
        submission.view());
  }

  /**
   * The vendor of the earlier invoice, if both are given and are two as the register compares them.
   * To one vendor written twice no other id is offered without the question whether both are the
   * same paper: it would be paid twice.
   */
  private Optional<String> otherVendor(Optional<InvoiceView> earlier) {
    String ours = NameKey.ofLetters(invoice.vendor());
    return earlier
        .flatMap(InvoiceView::snapshot)
        .map(InvoiceSnapshot::vendor)
        .filter(vendor -> !ours.isEmpty() && !NameKey.of(vendor).isEmpty())
        .filter(vendor -> !NameKey.ofLetters(vendor).equals(ours));
  }

  /** What leaves open whether the earlier invoice is the same paper, though both have one id. */
  private Optional<String> doubtfulDifference(InvoiceSnapshot earlier) {
    if (isOfSimilarVendor(earlier)) {
      return Optional.of(
          "The names of the two vendors differ in capitals, spaces, accents or punctuation alone. The earlier vendor: %s, the vendor of this one: %s"
              .formatted(Quote.of(earlier.vendor()), Quote.of(invoice.vendor())));
    }
    return isOfAnotherYear(earlier)
        ? Optional.of("Their issue dates are of different years.")
        : Optional.empty();
  }

  /**
   * Whether the vendor of the earlier invoice has the letters of this one's, but is another one for
   * the ledger: one vendor written twice, or two whose names are alike.
   */
  private boolean isOfSimilarVendor(InvoiceSnapshot earlier) {
    return !NameKey.of(earlier.vendor()).equals(NameKey.of(invoice.vendor()))
        && NameKey.ofLetters(earlier.vendor()).equals(NameKey.ofLetters(invoice.vendor()));
  }

  /**
   * Whether the earlier invoice was issued in another year: some vendors begin their numbers anew
   * then. Two dates of one year do not show two invoices: one of them may be misread. And without a
   * vendor there is no id to offer under which a second copy would be noticed.
   */
  private boolean isOfAnotherYear(InvoiceSnapshot earlier) {
    Optional<Integer> theirs = earlier.issueDate().map(LocalDate::getYear);
    Optional<Integer> ours = invoice.issueDate().map(LocalDate::getYear);
    return theirs.isPresent()
        && ours.isPresent()
        && !theirs.equals(ours)
        && !NameKey.of(invoice.vendor()).isEmpty();
  }

  private String samePaperOr(InvoiceSnapshot earlier) {
    return "Ask the person whether both are the same paper. If they are, do not submit it under another id, or it will be paid twice. %s %s"
        .formatted(
            otherId(),
            ContentChange.sinceSubmission(
                earlier, InvoiceSnapshot.submitted(invoice, Instant.now())));
  }

  /** Whether it cannot be told by the vendors whether they are two invoices. */
  private boolean oneNamesNoVendor(Optional<InvoiceView> earlier) {
    return earlier
        .flatMap(InvoiceView::snapshot)
        .filter(
            before ->
                NameKey.of(before.vendor()).isEmpty() != NameKey.of(invoice.vendor()).isEmpty())
        .isPresent();
  }

  private String idBesideThatOf(String otherVendor) {
    return "%s The other vendor: %s".formatted(otherId(), Quote.of(otherVendor));
  }

  private String otherId() {
    String number = invoice.number().isBlank() ? invoice.id() : invoice.number();
    return "If the person says that they are two invoices, submit this one with a new id and its number. The id: %s, the number: %s."
        .formatted(Quote.of(VendorId.of(number, invoice.vendor(), invoice.id())), Quote.of(number));
  }

  private boolean hadOtherContent(AlreadyClosed submission) {
    return submission
        .view()
        .flatMap(InvoiceView::snapshot)
        .map(InvoiceSnapshot::digest)
        .filter(digest -> !digest.isEmpty() && !digest.equals(invoice.digest()))
        .isPresent();
  }
}
