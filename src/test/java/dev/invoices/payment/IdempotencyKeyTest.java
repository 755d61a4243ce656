package dev.invoices.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

  private static final String KEY = IdempotencyKey.of("default", "Alpha Ltd", "1001", 1);

  @Test
  void key_staysTheSameInEveryVersion() {
    assertThat(KEY).isEqualTo("0a9320c0ef15d877ea941a945b1791b718905a10abe4eb65e186b3579ac2d453");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALPHA LTD", " alpha  ltd ", "Ａlpha Ltd"})
  void vendorWrittenDifferently_sameKey(String vendor) {
    assertThat(IdempotencyKey.of("default", vendor, "1001", 1)).isEqualTo(KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "test, Alpha Ltd, 1001, 1",
    "default, Beta Ltd, 1001, 1",
    "default, '', 1001, 1",
    "default, Alpha Ltd, 1001 , 0",
    "default, Alpha Ltd, 1002, 1",
    "default, Alpha Ltd, 1001, 2"
  })
  void anythingElse_anotherKey(String namespace, String vendor, String invoiceId, int line) {
    assertThat(IdempotencyKey.of(namespace, vendor, invoiceId, line)).isNotEqualTo(KEY);
  }

  @Test
  void partsThatReadTheSameWhenJoined_differentKeys() {
    List<String> parts = List.of("a", "b", "ab", "a/b", "a-b", "ba", "");
    Set<String> keys = new HashSet<>();
    for (String namespace : parts) {
      for (String vendor : parts) {
        for (String id : parts) {
          keys.add(IdempotencyKey.of(namespace, vendor, id, 1));
        }
      }
    }

    assertThat(keys).hasSize(parts.size() * parts.size() * parts.size());
  }

  @Test
  void idOfAnyScriptAndLength_becomesShortPlainText() {
    assertThat(IdempotencyKey.of("名前空間", "Ærø A/S", "请款-12/2024 #" + "é".repeat(100), 10_000))
        .matches("[0-9a-f]{64}");
  }
}
