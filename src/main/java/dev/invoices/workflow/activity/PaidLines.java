package dev.invoices.workflow.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.Money;
import dev.invoices.payment.LedgerIdentity;
import dev.invoices.payment.Payment;
import dev.invoices.payment.Receipt;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The result of {@link PaymentActivities#findPayments}: what the ledger has as paid.
 *
 * @param ledger the one that was asked
 * @param lines one bit per line, as of {@link BitSet#toByteArray}; bit n is line n, and bit 0 the
 *     one payment of all lines
 * @param receipts in the order in which they were paid: all of an invoice that a snapshot shows
 *     whole, of a longer one the {@value #LATEST} that were paid last
 * @param otherwise what the ledger has as paid of the same lines in the other way, see {@link
 *     PaymentInquiry#paymentsInAnyWay}, in the form of {@code lines}; none in what earlier versions
 *     said
 * @param seal shows that a worker with the ledger says so, see {@link #isSealed}
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PaidLines(
    LedgerIdentity ledger,
    byte[] lines,
    List<PaidLine> receipts,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) byte[] otherwise,
    String seal) {

  private static final int LATEST = 10;

  /**
   * The payment of one line.
   *
   * @param line its number, or {@link Payment#WHOLE_INVOICE}
   * @param receipt the provider's identifier of the payment
   * @param paidAt when the money moved
   * @param earlier see {@link Receipt#earlier}
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record PaidLine(
      int line,
      String receipt,
      Instant paidAt,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean earlier) {

    public PaidLine {
      Objects.requireNonNull(receipt, "receipt");
      Objects.requireNonNull(paidAt, "paid_at");
    }

    private static PaidLine of(int line, Receipt receipt) {
      return new PaidLine(line, receipt.id(), receipt.paidAt(), receipt.earlier());
    }
  }

  public PaidLines {
    Objects.requireNonNull(ledger, "ledger");
    Objects.requireNonNull(lines, "lines");
    receipts = List.copyOf(receipts);
    otherwise = Objects.requireNonNullElse(otherwise, new byte[0]);
    seal = Objects.requireNonNullElse(seal, "");
  }

  /**
   * What a gateway found.
   *
   * @param found the receipts by the number of the line
   */
  static PaidLines of(
      PaymentInquiry inquiry, LedgerIdentity ledger, Map<Integer, Receipt> found, Seal seal) {
    List<PaidLine> receipts =
        found.entrySet().stream()
            .filter(line -> inquiry.isInThisWay(line.getKey()))
            .map(line -> PaidLine.of(line.getKey(), line.getValue()))
            .sorted(Comparator.comparing(PaidLine::paidAt).thenComparing(PaidLine::line))
            .toList();
    boolean isShownWhole = inquiry.invoice().lines().size() <= InvoiceSnapshot.MAX_LINES_SHOWN;
    int first = isShownWhole ? 0 : Math.max(0, receipts.size() - LATEST);
    PaidLines unsealed =
        new PaidLines(
            ledger,
            bits(found.keySet().stream().filter(inquiry::isInThisWay)),
            receipts.subList(first, receipts.size()),
            bits(found.keySet().stream().filter(line -> !inquiry.isInThisWay(line))),
            "");
    return new PaidLines(
        ledger,
        unsealed.lines,
        unsealed.receipts,
        unsealed.otherwise,
        seal.of(unsealed.parts(inquiry)));
  }

  private static byte[] bits(Stream<Integer> lines) {
    BitSet bits = new BitSet();
    lines.forEach(bits::set);
    return bits.toByteArray();
  }

  /** Warns of what was paid otherwise, which is no payment of this submission. */
  public List<InvoiceWarning> warnings(Invoice invoice) {
    List<Integer> paid = BitSet.valueOf(otherwise).stream().boxed().toList();
    if (paid.isEmpty()) {
      return List.of();
    }
    if (paid.contains(Payment.WHOLE_INVOICE)) {
      return List.of(InvoiceWarning.paidInOne(invoice.totalAmount()));
    }
    BigDecimal sum =
        paid.stream()
            .map(line -> invoice.lines().get(line - 1).amount())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return List.of(InvoiceWarning.paidByLine(new Money(invoice.currency(), sum), paid));
  }

  /** Whether a worker with the ledger said so, when it was asked this. */
  public boolean isSealed(Seal by, PaymentInquiry inquiry) {
    return by.isOf(seal, parts(inquiry));
  }

  private String[] parts(PaymentInquiry inquiry) {
    List<String> parts = new ArrayList<>();
    parts.add("paid lines");
    parts.add(inquiry.origin().namespace());
    parts.add(inquiry.origin().submission().orElse(""));
    parts.add(inquiry.origin().request().orElse(""));
    parts.add(inquiry.invoice().digest());
    parts.add(inquiry.origin().askedAt().map(Instant::toString).orElse(""));
    parts.add(String.valueOf(inquiry.onePayment()));
    parts.add(inquiry.line().map(String::valueOf).orElse(""));
    parts.add(ledger.id());
    parts.add(ledger.file());
    parts.add(HexFormat.of().formatHex(lines));
    for (PaidLine line : receipts) {
      parts.add(String.valueOf(line.line()));
      parts.add(line.receipt());
      parts.add(line.paidAt().toString());
      parts.add(String.valueOf(line.earlier()));
    }
    if (otherwise.length > 0) {
      parts.add(HexFormat.of().formatHex(otherwise));
    }
    return parts.toArray(String[]::new);
  }
}
