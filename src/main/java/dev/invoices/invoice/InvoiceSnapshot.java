package dev.invoices.invoice;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.invoices.invoice.InvoiceWarning.Kind;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.invoice.decision.Objection;
import dev.invoices.json.ExactJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Everything known about an invoice at one moment; the result of the {@code get_details} query.
 *
 * @param number this and the four after it as the invoice states them, see {@link Invoice}; absent
 *     from what an older worker says
 * @param paid the sum of the paid lines
 * @param submittedAt when its workflow started
 * @param approvalDeadline when it is rejected or stopped without a decision; empty while none is
 *     awaited
 * @param endedAt when it came to its final status; empty until then
 * @param question the number of the question that is open, or was last: a decision names the one
 *     that it answers; 0 from workers that do not number them
 * @param decision the last decision that counted
 * @param ignoredDecisions decisions that did not count, because none was awaited or because of the
 *     objection that they name; the latest {@link #MAX_IGNORED_SHOWN}
 * @param ignoredDecisionCount how many of them there were
 * @param linesFree how many lines are zero, so that they need no payment
 * @param lines every line up to {@link #MAX_LINES_SHOWN}; of a longer invoice those that are being
 *     paid, were declined or were paid last; before that, and when one payment covers all, its
 *     first ones and the negative ones
 * @param onePayment whether one payment of the total covers all lines, rather than one for each
 * @param warnings what a person should know before they decide
 * @param digest see {@link Invoice#digest}
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record InvoiceSnapshot(
    String id,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String number,
    String vendor,
    Optional<LocalDate> issueDate,
    Optional<LocalDate> dueDate,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String purchaseOrder,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> extra,
    Currency currency,
    BigDecimal total,
    BigDecimal paid,
    InvoiceStatus status,
    Instant submittedAt,
    Optional<Instant> approvalDeadline,
    Optional<Instant> endedAt,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int question,
    Optional<Decision> decision,
    List<Decision> ignoredDecisions,
    int ignoredDecisionCount,
    int lineCount,
    int linesPaid,
    int linesDeclined,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int linesFree,
    List<LineSnapshot> lines,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean onePayment,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<InvoiceWarning> warnings,
    String digest) {

  public static final int MAX_LINES_SHOWN = 100;

  /** Stands for the start of a submission that Temporal has not dated yet. */
  public static final Instant UNKNOWN_START = Instant.EPOCH;

  public static final int MAX_IGNORED_SHOWN = 20;

  public InvoiceSnapshot {
    number = Objects.requireNonNullElse(number, "");
    purchaseOrder = Objects.requireNonNullElse(purchaseOrder, "");
    extra = ExactJson.exactNumbers(extra);
    warnings = List.copyOf(Objects.requireNonNullElse(warnings, List.of()));
  }

  /**
   * A fresh submission: processing, nothing decided, nothing paid.
   *
   * @param now when it started; {@link #UNKNOWN_START} before Temporal has said so
   */
  public static InvoiceSnapshot submitted(Invoice invoice, Instant now) {
    int lineCount = invoice.lines().size();
    return new InvoiceSnapshot(
        invoice.id(),
        invoice.number(),
        invoice.vendor(),
        invoice.issueDate(),
        invoice.dueDate(),
        invoice.purchaseOrder(),
        invoice.extra(),
        invoice.currency(),
        invoice.total(),
        BigDecimal.ZERO.setScale(invoice.total().scale()),
        InvoiceStatus.PROCESSING,
        now,
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.empty(),
        List.of(),
        0,
        lineCount,
        0,
        0,
        (int) invoice.lines().stream().filter(line -> line.amount().signum() == 0).count(),
        submittedLines(invoice),
        invoice.hasNegativeLine(),
        List.of(),
        invoice.digest());
  }

  private static List<LineSnapshot> submittedLines(Invoice invoice) {
    return shownFirst(
        IntStream.rangeClosed(1, invoice.lines().size())
            .mapToObj(line -> LineSnapshot.submitted(line, invoice.lines().get(line - 1)))
            .toList());
  }

  /** The lines that a snapshot shows while no payment has begun. */
  public static List<LineSnapshot> shownFirst(List<LineSnapshot> all) {
    return all.size() <= MAX_LINES_SHOWN
        ? List.copyOf(all)
        : all.stream().filter(LineSnapshot::isShownFirst).limit(MAX_LINES_SHOWN).toList();
  }

  /**
   * The number under which a line is paid: 0, which stands for the whole invoice, when one payment
   * covers all lines.
   */
  public int paymentOf(LineSnapshot line) {
    return onePayment ? 0 : line.line();
  }

  /**
   * Why a decision about the invoice does not count, even if it is the first.
   *
   * @param approved whether it is an approval
   */
  public Optional<Objection> objectionTo(boolean approved, DecisionSignal signal) {
    // The first question is the one that a worker will ask of an invoice that none has taken up.
    int asked = status == InvoiceStatus.PROCESSING ? DecisionSignal.answered(question) : question;
    return signal.objection(approved, digest, asked, submittedAt, isPossibleDuplicate());
  }

  /**
   * By what a decision names this submission, see {@link DecisionSignal}; empty when it is not
   * known when it started.
   */
  @JsonIgnore
  public String submission() {
    return submittedAt.equals(UNKNOWN_START) ? "" : submittedAt.toString();
  }

  /** Whether an approval has to say that the invoice is no duplicate. */
  @JsonIgnore
  public boolean isPossibleDuplicate() {
    return InvoiceWarning.isAmong(warnings, Kind.POSSIBLE_DUPLICATE);
  }

  /**
   * The same snapshot as it is seen on a day: with a warning if the due date of an invoice that may
   * still be paid has passed.
   */
  public InvoiceSnapshot seenOn(LocalDate day) {
    boolean isLate = status.mayStillPay() && dueDate.filter(due -> due.isBefore(day)).isPresent();
    if (!isLate || InvoiceWarning.isAmong(warnings, Kind.PAST_DUE)) {
      return this;
    }
    List<InvoiceWarning> more = new ArrayList<>(warnings);
    more.add(InvoiceWarning.of(Kind.PAST_DUE, "It was due on %s.".formatted(dueDate.get())));
    return with(lines, more);
  }

  /** The total with its currency. */
  public Money totalAmount() {
    return new Money(currency, total);
  }

  /** What was paid so far with its currency. */
  public Money paidAmount() {
    return new Money(currency, paid);
  }

  /** What is not paid yet of the total with its currency. */
  public Money unpaidAmount() {
    return new Money(currency, total.subtract(paid));
  }

  /** The same snapshot with more recent knowledge of its lines. */
  public InvoiceSnapshot withLines(List<LineSnapshot> better) {
    return with(better, warnings);
  }

  /** The same snapshot with other warnings. */
  public InvoiceSnapshot withWarnings(List<InvoiceWarning> others) {
    return with(lines, others);
  }

  private InvoiceSnapshot with(List<LineSnapshot> better, List<InvoiceWarning> more) {
    return new InvoiceSnapshot(
        id,
        number,
        vendor,
        issueDate,
        dueDate,
        purchaseOrder,
        extra,
        currency,
        total,
        paid,
        status,
        submittedAt,
        approvalDeadline,
        endedAt,
        question,
        decision,
        ignoredDecisions,
        ignoredDecisionCount,
        lineCount,
        linesPaid,
        linesDeclined,
        linesFree,
        better,
        onePayment,
        more,
        digest);
  }
}
