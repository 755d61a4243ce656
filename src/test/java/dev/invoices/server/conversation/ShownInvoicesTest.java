package dev.invoices.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.client.InvoiceView;
import dev.invoices.client.InvoiceView.Listed;
import dev.invoices.client.InvoiceView.Source;
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
import dev.invoices.server.conversation.ShownInvoices.Shown;
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

    assertThat(shown.of("A", 19)).map(Shown::question).contains(1);
    assertThat(shown.of("A", 20)).map(Shown::question).contains(2);
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

    assertThat(shown.of("A", 15).orElseThrow().possibleDuplicate()).isFalse();
    assertThat(shown.of("A", 25).orElseThrow().possibleDuplicate()).isTrue();
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
    assertThat(shown.of("B", 40)).flatMap(Shown::listed).map(Listed::vendor).contains("Omega");
  }

  @Test
  void listedMemoThatNoWorkerKeeps_wasNotShown() throws Exception {
    InvoiceSnapshot unread = invoice("A", "Harmless");
    OpenInvoice listed =
        new OpenInvoice(InvoiceRun.latest("A"), unread.status(), Optional.of(unread));

    shown.remember(List.of(listed), 20);

    assertThat(shown.of("A", 40)).isEmpty();
  }

  @Test
  void manyOthersShownSince_whatBindsADecisionStays() throws Exception {
    submit("Alpha", 10);
    String digest = shown.of("A", 10).orElseThrow().digest();

    showOthers(ShownInvoices.MAX_INVOICES - 1);

    assertThat(shown.of("A", 30)).map(Shown::digest).contains(digest);
    assertThat(shown.of("A", 30)).flatMap(Shown::whole).isEmpty();
    assertThat(shown.of("A", 30)).flatMap(Shown::listed).isEmpty();
    assertThat(shown.of("A", 9)).isEmpty();
    assertThat(shown.mayHaveForgotten("A", 30)).isFalse();
    assertThat(shown.mayHaveForgotten("NEVER-SHOWN", 30)).isFalse();
  }

  @Test
  void someOthersShownSince_allOfItStays() throws Exception {
    submit("Alpha", 10);

    showOthers(ShownInvoices.MAX_WHOLE - 1);

    assertThat(vendorAt(30)).isEqualTo("Alpha");
  }

  @Test
  void shownAgainAfterManyOthers_allOfItIsRememberedAgain() throws Exception {
    submit("Alpha", 10);
    showOthers(ShownInvoices.MAX_WHOLE);
    assertThat(shown.of("A", 30)).flatMap(Shown::whole).isEmpty();

    submit("Alpha", 40);

    assertThat(vendorAt(50)).isEqualTo("Alpha");
  }

  @Test
  void moreThanIsRemembered_notTakenAsNeverShown() throws Exception {
    submit("Alpha", 10);

    showOthers(ShownInvoices.MAX_INVOICES);

    assertThat(shown.of("A", 30)).isEmpty();
    assertThat(shown.mayHaveForgotten("A", 30)).isTrue();
    assertThat(shown.mayHaveForgotten("OTHER-%d".formatted(ShownInvoices.MAX_INVOICES), 30))
        .isFalse();

    submit("Omega", 40);
    assertThat(shown.mayHaveForgotten("A", 39)).isTrue();
    assertThat(shown.mayHaveForgotten("A", 40)).isFalse();
  }

  @Test
  void shownByAWorkerThatDoesNotTellItsContent_isNotForgotten() throws Exception {
    showOthers(ShownInvoices.MAX_INVOICES + 1);

    shown.remember(viewWithoutContent("A", Source.RECORD), 30);
    assertThat(shown.mayHaveForgotten("A", 40)).isTrue();

    shown.remember(viewWithoutContent("A", Source.FOREIGN_WORKER), 30);
    assertThat(shown.mayHaveForgotten("A", 40)).isFalse();
    assertThat(shown.of("A", 40)).isEmpty();
  }

  @Test
  void linesShownAfterAList_areShownFromThenOn() throws Exception {
    InvoiceSnapshot alpha = invoice("A", "Alpha");
    shown.remember(list(alpha).read(), 10);
    submit("Alpha", 20);

    assertThat(shown.of("A", 19)).flatMap(Shown::listed).isPresent();
    assertThat(shown.of("A", 20)).flatMap(Shown::listed).isEmpty();
  }

  private void showOthers(int count) throws Exception {
    InvoiceSnapshot any = invoice("OTHER", "Zeta");
    for (int i = 1; i <= count; i++) {
      shown.remember(view("OTHER-%d".formatted(i), Source.WORKER, Optional.of(any)), 20);
    }
  }

  private static InvoiceView viewWithoutContent(String id, Source source) {
    return view(id, source, Optional.empty());
  }

  private static InvoiceView view(String id, Source source, Optional<InvoiceSnapshot> snapshot) {
    return new InvoiceView(
        InvoiceRun.latest(id),
        true,
        InvoiceStatus.AWAITING_APPROVAL,
        Optional.empty(),
        snapshot,
        source,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** As a list shows it. */
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
    memo.putArray("lines");
    return ExactJson.mapper().convertValue(memo, InvoiceSnapshot.class);
  }

  private static InvoiceSnapshot asking(int question) throws Exception {
    ObjectNode asked = ExactJson.mapper().valueToTree(invoice("A", "Alpha"));
    asked.put("question", question);
    return ExactJson.mapper().convertValue(asked, InvoiceSnapshot.class);
  }

  private String vendorAt(long moment) {
    return shown.of("A", moment).flatMap(Shown::whole).orElseThrow().vendor();
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
