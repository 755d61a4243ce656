package dev.invoices.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskQueueSettingTest {

  @Test
  void nothingSet_isNone() throws Exception {
    assertThat(TaskQueueSetting.read(Map.of())).isEmpty();
    assertThat(TaskQueueSetting.read(Map.of("INVOICE_TASK_QUEUE", ""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "invoices-of-Ann", "team/invoices:2.0_x", " invoices\t"})
  void name_isTaken_withoutTheSpacesAroundIt(String name) throws Exception {
    assertThat(TaskQueueSetting.read(Map.of("INVOICE_TASK_QUEUE", name))).contains(name.strip());
  }

  @Test
  void longestName_isTaken() throws Exception {
    String name = "q".repeat(200);

    assertThat(TaskQueueSetting.read(Map.of("INVOICE_TASK_QUEUE", name))).contains(name);
  }

  @ParameterizedTest
  @MethodSource("noNames")
  void anythingElse_isRefusedSayingWhatItShouldBe(String name) {
    assertThatThrownBy(() -> TaskQueueSetting.read(Map.of("INVOICE_TASK_QUEUE", name)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "INVOICE_TASK_QUEUE is \"%s\" but must be 1 to 200 letters (A-Z, a-z), digits, dots, dashes, underscores, colons or slashes, and begin with a letter or digit",
            name);
  }

  static String[] noNames() {
    return new String[] {
      " ", "\t", "my queue", "/_sys/queue", "-queue", "queue;drop", "Süd", "a\nb", "q".repeat(201)
    };
  }
}
