package dev.invoices.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.server.conversation.FormClient.Ending;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From how forms end, it is learned whether the person sees them. */
class OpenFormsTest {

  private final OpenForms forms = new OpenForms();

  @ParameterizedTest
  @CsvSource({
    "DECLINED, 0.9, true",
    "CLOSED, 0.9, true",
    "FAILED, 20, true",
    "DECLINED, 3, false",
    "CLOSED, 3, false",
    "SILENT, 50, false",
    "CALL_CANCELLED, 0.1, false",
    "ACCEPTED, 0.1, false"
  })
  void formThatBroughtNothing_isUnseenIfNobodyCouldHaveReadIt(
      Ending ending, double seconds, boolean unseen) {
    forms.broughtNothing(ending, Duration.ofMillis((long) (seconds * 1_000)));

    assertThat(forms.areUnseen()).isEqualTo(unseen);
  }

  @Test
  void formsStayUnseen_untilThePersonDecidesInOne() {
    forms.broughtNothing(Ending.DECLINED, Duration.ZERO);
    forms.broughtNothing(Ending.CLOSED, Duration.ofSeconds(10));
    assertThat(forms.areUnseen()).isTrue();

    forms.brought();

    assertThat(forms.areUnseen()).isFalse();
  }
}
