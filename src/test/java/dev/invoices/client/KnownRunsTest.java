package dev.invoices.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.client.record.InvoiceRun;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.json.ExactJson;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KnownRunsTest {

  private static final InvoiceRun FIRST = InvoiceRun.of(InvoiceSamples.ID, "first");
  private static final InvoiceRun SECOND = InvoiceRun.of(InvoiceSamples.ID, "second");

  private long now;
  private final KnownRuns runs = new KnownRuns(() -> now);

  @Test
  void runThatWasStartedHere_isKnownWithItsContent() {
    runs.started(FIRST, "digest");

    assertThat(known().run()).isEqualTo(FIRST);
    assertThat(known().content()).contains("digest");
    assertThat(known().hasEnded()).isFalse();
  }

  @Test
  void endedRun_isRecognizedByItsLastWordsOnly() {
    InvoiceSnapshot rejected = said(InvoiceStatus.REJECTED);

    runs.seen(InvoiceView.reported(FIRST, rejected));

    assertThat(known().endedWith(rejected)).isTrue();
    assertThat(known().endedWith(said(InvoiceStatus.COMPLETED))).isFalse();
  }

  @Test
  void decidedRun_isJustDecidedForAMoment() {
    runs.started(FIRST, "digest");
    assertThat(runs.isJustDecided(known())).isFalse();

    runs.decided(InvoiceView.reported(FIRST, said(InvoiceStatus.PROCESSING_PAYMENTS)), now);
    runs.seen(InvoiceView.reported(FIRST, said(InvoiceStatus.PROCESSING_PAYMENTS)));
    now += KnownRuns.MOMENT.toNanos() - 1;
    assertThat(runs.isJustDecided(known())).isTrue();

    now++;
    assertThat(runs.isJustDecided(known())).isFalse();
  }

  @Test
  void runAfterTheDecidedOne_isNotJustDecided() {
    runs.decided(InvoiceView.reported(FIRST, said(InvoiceStatus.REJECTED)), now);

    runs.seen(InvoiceView.reported(SECOND, said(InvoiceStatus.PROCESSING_PAYMENTS)));

    assertThat(runs.isJustDecided(known())).isFalse();
  }

  @Test
  void laterRun_knowsNothingOfTheEarlierOne() {
    runs.seen(InvoiceView.reported(FIRST, said(InvoiceStatus.REJECTED)));

    runs.started(SECOND, "other");

    assertThat(known().run()).isEqualTo(SECOND);
    assertThat(known().hasEnded()).isFalse();
    assertThat(known().content()).contains("other");
  }

  @Test
  void moreInvoicesThanFit_theOnesAskedAboutLastStay() {
    runs.started(FIRST, "digest");
    for (int i = 0; i < KnownRuns.MAX_INVOICES; i++) {
      assertThat(runs.of(InvoiceSamples.ID)).isPresent();
      runs.started(InvoiceRun.of("OTHER-" + i, "run"), "digest");
    }

    assertThat(runs.of(InvoiceSamples.ID)).isPresent();
    assertThat(runs.of("OTHER-0")).isEmpty();
  }

  private KnownRuns.Known known() {
    return runs.of(InvoiceSamples.ID).orElseThrow();
  }

  static InvoiceSnapshot said(InvoiceStatus status) {
    ObjectNode words =
        ExactJson.mapper()
            .valueToTree(
                InvoiceSnapshot.submitted(
                    InvoiceSamples.valid(InvoiceSamples.BARE), Instant.EPOCH));
    words.put("status", status.text());
    words.put("ended_at", Instant.EPOCH.toString());
    return ExactJson.mapper().convertValue(words, InvoiceSnapshot.class);
  }
}
