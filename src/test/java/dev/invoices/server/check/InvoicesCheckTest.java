package dev.invoices.server.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.check.CheckLine;
import dev.invoices.client.record.OpenInvoices;
import dev.invoices.temporal.TemporalConnection;
import dev.invoices.temporal.TemporalProfile;
import dev.invoices.testkit.Fault;
import dev.invoices.testkit.FaultyLink;
import dev.invoices.testkit.TemporalFixture;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class InvoicesCheckTest {

  @Test
  void openInvoices_areCounted() {
    assertThat(line(OptionalLong.of(0)))
        .isEqualTo(CheckLine.good("Invoices", "0 invoices wait for a decision or to be paid."));
    assertThat(line(OptionalLong.of(1)).text()).startsWith("1 invoice waits for");
    assertThat(line(OptionalLong.empty()).text()).startsWith("At least 0 invoices wait for");
  }

  @Test
  void temporalThatCannotList_isNoFault() {
    assertThat(InvoicesCheck.line(Optional.empty()))
        .isEqualTo(
            CheckLine.note(
                "Invoices", "This Temporal cannot list invoices. Each is found by its id."));
  }

  @Test
  @Timeout(60)
  void temporalThatDoesNotListThem_isBad_withWhatItSaid() throws Exception {
    try (TemporalFixture temporal = TemporalFixture.inMemory();
        FaultyLink link = FaultyLink.to(temporal.port());
        TemporalConnection connection =
            TemporalConnection.open(
                TemporalProfile.fromEnvironment(Map.of("TEMPORAL_ADDRESS", link.address())))) {
      link.fail("ListWorkflowExecutions", Fault.dropAnswer());

      assertThat(InvoicesCheck.look(connection))
          .isEqualTo(
              CheckLine.bad(
                  "Invoices",
                  "Temporal does not list the open invoices (DEADLINE_EXCEEDED). Check its visibility store, or try again later."));
    }
  }

  private static CheckLine line(OptionalLong counted) {
    return InvoicesCheck.line(Optional.of(new OpenInvoices(List.of(), counted)));
  }
}
