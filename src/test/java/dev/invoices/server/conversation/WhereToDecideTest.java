package dev.invoices.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.client.InvoiceView;
import dev.invoices.client.InvoiceView.Caveat;
import dev.invoices.client.InvoiceView.Elsewhere;
import dev.invoices.client.InvoiceView.Source;
import dev.invoices.client.record.InvoiceRun;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A person is sent only to where the invoice can be decided about. */
class WhereToDecideTest {

  private static final String SIGNAL =
      "by sending the workflow invoice-INV-001 the signal approve_invoice or reject_invoice.";

  private static final String CARD_OR_CHAT =
      "Where the invoice's card shows buttons, decide there. Or say in the chat whether to approve or reject.";

  private static final InvoiceSnapshot INVOICE =
      InvoiceSnapshot.submitted(
          InvoiceSamples.valid(InvoiceSamples.with("id", "\"INV-001\"")),
          Instant.parse("2026-11-23T12:00:00Z"));

  private static final InvoiceView KNOWN =
      view(Optional.of(INVOICE), Source.WORKER, Optional.empty(), Optional.empty());

  /** Such as one of the tutorial's worker, which tells the status alone. */
  private static final InvoiceView FOREIGN =
      view(Optional.empty(), Source.FOREIGN_WORKER, Optional.empty(), Optional.empty());

  @Test
  void withoutAWebUi_noneIsNamed() {
    assertThat(WhereToDecide.withoutTheChat(KNOWN, true))
        .startsWith("at a terminal (java -jar ")
        .endsWith(" --inbox INV-001), or in the Temporal Web UI, " + SIGNAL);
    assertThat(WhereToDecide.withoutTheChat(KNOWN, false))
        .endsWith(" --inbox INV-001), or " + SIGNAL);
  }

  @Test
  void invoiceOfAForeignWorker_isDecidedByASignalOnly() {
    assertThat(WhereToDecide.withoutTheChat(FOREIGN, true))
        .isEqualTo("in the Temporal Web UI, " + SIGNAL);
    assertThat(WhereToDecide.withoutTheChat(FOREIGN, false)).isEqualTo(SIGNAL);
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_INVOICE", "UNREADABLE"})
  void noInvoice_andOneThatCouldNotBeRead_areNotDecidedAbout(Caveat caveat) {
    InvoiceView view = view(Optional.empty(), Source.RECORD, Optional.of(caveat), Optional.empty());

    assertThat(
            WhereToDecide.sentence(DecisionPolicy.PERSON, caller(false, false), false, view, true))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0}, forms: {1}, cards: {2}")
  @CsvSource({
    "PERSON, false, false, true",
    "PERSON, true, false, true",
    "PERSON, false, true, true",
    "ASK, true, false, true",
    "ASK, false, false, false",
    "AGENT, true, false, false"
  })
  void invoiceOfAForeignWorker_isNotSentToAFormOrACard(
      DecisionPolicy policy, boolean forms, boolean cards, boolean bySignal) {
    assertThat(WhereToDecide.sentence(policy, caller(forms, cards), false, FOREIGN, false))
        .isEqualTo(bySignal ? Optional.of("A person decides " + SIGNAL) : Optional.empty());
  }

  /** A call still decides nothing there, so that the chat is no way. */
  @ParameterizedTest(name = "{0}, cards: {1}")
  @CsvSource({"ASK, false", "ASK, true", "PERSON, false", "PERSON, true"})
  void clientWhoseFormsAreUnseen_isSentElsewhere(DecisionPolicy policy, boolean cards) {
    Caller caller = caller(true, cards);

    assertThat(WhereToDecide.sentence(policy, caller, true, KNOWN, true))
        .hasValueSatisfying(
            where ->
                assertThat(where)
                    .startsWith(
                        cards
                            ? "Where the invoice's card shows no buttons, a person decides at a terminal ("
                            : "A person decides at a terminal (")
                    .endsWith(" --inbox INV-001), or in the Temporal Web UI, " + SIGNAL));
    assertThat(WhereToDecide.sentence(DecisionPolicy.AGENT, caller, true, KNOWN, true))
        .isEqualTo(cards ? Optional.of(CARD_OR_CHAT) : Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(names = {"AGENT", "ASK"})
  void clientThatShowsCards_isToldOfTheCardFirst(DecisionPolicy policy) {
    assertThat(WhereToDecide.sentence(policy, caller(false, true), false, KNOWN, true))
        .contains(CARD_OR_CHAT);
  }

  @Test
  void invoiceWhoseContentIsHidden_isNotDecidedInTheChat() {
    InvoiceView hidden =
        view(Optional.empty(), Source.RECORD, Optional.of(Caveat.MEMO_DIFFERS), Optional.empty());

    assertThat(
            WhereToDecide.sentence(DecisionPolicy.AGENT, caller(false, true), false, hidden, false))
        .contains("A person decides " + SIGNAL);
  }

  @ParameterizedTest
  @EnumSource(DecisionPolicy.class)
  void invoiceOnAnotherTaskQueue_isNotSentAnywhere(DecisionPolicy policy) {
    InvoiceView elsewhere =
        view(
            Optional.empty(),
            Source.FOREIGN_WORKER,
            Optional.empty(),
            Optional.of(new Elsewhere("other", Optional.of("Awaiting approval"))));

    assertThat(WhereToDecide.sentence(policy, caller(false, true), false, elsewhere, true))
        .isEmpty();
  }

  private static Caller caller(boolean forms, boolean cards) {
    Optional<FormClient> form =
        forms
            ? Optional.of(
                (message, schema) -> FormClient.FormReply.without(FormClient.Ending.CLOSED))
            : Optional.empty();
    return Caller.through(null, 0, form, cards);
  }

  private static InvoiceView view(
      Optional<InvoiceSnapshot> said,
      Source source,
      Optional<Caveat> caveat,
      Optional<Elsewhere> elsewhere) {
    return new InvoiceView(
        InvoiceRun.of("INV-001", "a-run"),
        true,
        said.isPresent() ? InvoiceStatus.AWAITING_APPROVAL : InvoiceStatus.UNKNOWN,
        Optional.empty(),
        said,
        source,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        caveat,
        elsewhere,
        false);
  }
}
