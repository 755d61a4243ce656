package dev.invoices.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.invoice.InvoiceWarning.Kind;
import dev.invoices.json.ExactJson;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person is warned of when an invoice should have been paid already. */
class DueDateTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  @Test
  void dueYesterday_warnedOfOnce() {
    InvoiceSnapshot seen = due("2026-11-22").seenOn(TODAY);

    assertThat(seen.warnings())
        .containsExactly(InvoiceWarning.of(Kind.PAST_DUE, "It was due on 2026-11-22."));
    assertThat(seen.seenOn(TODAY.plusDays(1))).isEqualTo(seen);
  }

  @ParameterizedTest
  @CsvSource({"2026-11-23", "2026-11-24"})
  void dueTodayOrTomorrow_notWarnedOf(String date) {
    assertThat(due(date).seenOn(TODAY).warnings()).isEmpty();
  }

  @Test
  void noDueDate_notWarnedOf() {
    InvoiceSnapshot undated =
        InvoiceSnapshot.submitted(InvoiceSamples.valid(InvoiceSamples.BARE), NOON);

    assertThat(undated.seenOn(TODAY).warnings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = InvoiceStatus.class,
      names = {"COMPLETED", "REJECTED", "APPROVAL_TIMEOUT", "PARTIALLY_PAID", "CANCELLED"})
  void closedInvoice_notWarnedOf(InvoiceStatus status) throws Exception {
    ObjectNode json = ExactJson.mapper().valueToTree(due("2026-11-22"));
    json.put("status", status.text());
    InvoiceSnapshot closed = ExactJson.mapper().treeToValue(json, InvoiceSnapshot.class);

    assertThat(closed.seenOn(TODAY).warnings()).isEmpty();
  }

  @Test
  void pastDue_keepsNoApprovalBack() {
    assertThat(due("2026-11-22").seenOn(TODAY).isPossibleDuplicate()).isFalse();
  }

  private static InvoiceSnapshot due(String date) {
    return InvoiceSnapshot.submitted(
        InvoiceSamples.valid(InvoiceSamples.with("due_date", "\"%s\"".formatted(date))), NOON);
  }
}
