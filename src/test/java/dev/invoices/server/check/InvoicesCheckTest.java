package dev.invoices.server.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.check.CheckLine;
import dev.invoices.client.record.OpenInvoices;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

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

  private static CheckLine line(OptionalLong counted) {
    return InvoicesCheck.line(Optional.of(new OpenInvoices(List.of(), counted)));
  }
}
