package dev.invoices.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.client.record.InvoiceRun;
import dev.invoices.client.record.OpenInvoice;
import dev.invoices.client.record.OpenInvoices;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.InvoiceWarning.Kind;
import dev.invoices.invoice.reading.InvoiceReader;
import dev.invoices.invoice.reading.InvoiceSource;
import dev.invoices.json.ExactJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShownInvoicesTest {

  private final ShownInvoices shown = new ShownInvoices();

  @Test
  void nothingShownUntilThen_isUnknown() throws Exception {
    submit("Alpha", 10);

    assertThat(shown.of("A", 9)).isEmpty();
    assertThat(shown.of("B", 11)).isEmpty();
  }

  @Test
  void contentOfThatMoment_isTaken_notTheLatest() throws Exception {
    submit("Alpha", 10);
    submit("Omega", 20);

    assertThat(vendorAt(10)).isEqualTo("Alpha");
    assertThat(vendorAt(19)).isEqualTo("Alpha");
    assertThat(vendorAt(20)).isEqualTo("Omega");
  }

  @Test
  void contentOfAnEarlierMoment_rememberedLater_takesItsPlace() throws Exception {
    submit("Omega", 20);
    submit("Alpha", 10);

    assertThat(vendorAt(15)).isEqualTo("Alpha");
    assertThat(vendorAt(25)).isEqualTo("Omega");
  }

  @Test
  void sameContentWithANewQuestion_isTakenWithThatQuestion() throws Exception {
    shown.rememberSubmitted(asking(1), 10);
    shown.rememberSubmitted(asking(1), 15);
    shown.rememberSubmitted(asking(2), 20);

    assertThat(shown.of("A", 19)).map(InvoiceSnapshot::question).contains(1);
    assertThat(shown.of("A", 20)).map(InvoiceSnapshot::question).contains(2);
  }

  @Test
  void sameContentAgain_takesNoRoom() throws Exception {
    submit("Alpha", 10);
    for (int i = 0; i <= ShownInvoices.MAX_CONTENTS; i++) {
      submit("Omega", 20 + i);
    }

    assertThat(vendorAt(15)).isEqualTo("Alpha");
    assertThat(vendorAt(20)).isEqualTo("Omega");
  }

  @Test
  void warningOfADuplicate_isShownFromThenOn() throws Exception {
    submit("Alpha", 10);

    shown.rememberSubmitted(
        invoice("A", "Alpha")
            .withWarnings(List.of(InvoiceWarning.of(Kind.POSSIBLE_DUPLICATE, "It may be one"))),
        20);

    assertThat(shown.of("A", 15).orElseThrow().isPossibleDuplicate()).isFalse();
    assertThat(shown.of("A", 25).orElseThrow().isPossibleDuplicate()).isTrue();
  }

  @Test
  void moreContentsThanAreRemembered_theFirstAndTheLatestStay() throws Exception {
    for (int i = 1; i <= 2 * ShownInvoices.MAX_CONTENTS; i++) {
      submit("Vendor " + i, i * 10);
    }

    assertThat(shown.of("A", 9)).isEmpty();
    assertThat(vendorAt(25)).isEqualTo("Vendor 1");
    assertThat(vendorAt(75)).isEqualTo("Vendor 7");
    assertThat(vendorAt(85)).isEqualTo("Vendor 8");
  }

  @Test
  void momentsThatOverflow_keepTheirOrder() throws Exception {
    submit("Alpha", Long.MAX_VALUE);
    submit("Omega", Long.MIN_VALUE + 5);

    assertThat(vendorAt(Long.MIN_VALUE + 1)).isEqualTo("Alpha");
    assertThat(vendorAt(Long.MIN_VALUE + 6)).isEqualTo("Omega");
  }

  @Test
  void list_addsOnlyInvoicesThatAreUnknown() throws Exception {
    submit("Alpha", 10);

    shown.remember(list(invoice("A", "Omega"), invoice("B", "Omega")).read(), 20);
    shown.remember(list(invoice("B", "Zeta")).read(), 30);

    assertThat(vendorAt(40)).isEqualTo("Alpha");
    assertThat(shown.of("B", 40)).map(InvoiceSnapshot::vendor).contains("Omega");
  }

  @Test
  void listedMemoThatNoWorkerKeeps_wasNotShown() throws Exception {
    InvoiceSnapshot unread = invoice("A", "Harmless");
    OpenInvoice listed =
        new OpenInvoice(InvoiceRun.latest("A"), unread.status(), Optional.of(unread));

    shown.remember(List.of(listed), 20);

    assertThat(shown.of("A", 40)).isEmpty();
  }

  private static OpenInvoices list(InvoiceSnapshot... snapshots) {
    return OpenInvoices.all(
        Stream.of(snapshots)
            .map(
                snapshot ->
                    new OpenInvoice(
                        InvoiceRun.latest(snapshot.id()),
                        InvoiceStatus.AWAITING_APPROVAL,
                        Optional.of(takenUp(snapshot))))
            .toList());
  }

  /** As the memo is once a worker keeps it. */
  private static InvoiceSnapshot takenUp(InvoiceSnapshot submitted) {
    ObjectNode memo = ExactJson.mapper().valueToTree(submitted);
    memo.put("status", InvoiceStatus.AWAITING_APPROVAL.text());
    return ExactJson.mapper().convertValue(memo, InvoiceSnapshot.class);
  }

  private static InvoiceSnapshot asking(int question) throws Exception {
    ObjectNode asked = ExactJson.mapper().valueToTree(invoice("A", "Alpha"));
    asked.put("question", question);
    return ExactJson.mapper().convertValue(asked, InvoiceSnapshot.class);
  }

  private String vendorAt(long moment) {
    return shown.of("A", moment).orElseThrow().vendor();
  }

  private void submit(String vendor, long moment) throws Exception {
    shown.rememberSubmitted(invoice("A", vendor), moment);
  }

  private static InvoiceSnapshot invoice(String id, String vendor) throws Exception {
    Invoice invoice =
        InvoiceReader.read(
            ExactJson.mapper()
                .readTree(
                    "{\"id\":\"%s\",\"vendor\":\"%s\",\"lines\":[{\"item\":\"Fee\",\"amount\":1}]}"
                        .formatted(id, vendor)),
            InvoiceSource.TOOL_CALL);
    return InvoiceSnapshot.submitted(invoice, Instant.EPOCH);
  }
}
