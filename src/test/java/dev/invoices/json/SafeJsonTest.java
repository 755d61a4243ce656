package dev.invoices.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class SafeJsonTest {

  @Test
  void textsAndNamesOfOthers_madeSafeAtEveryDepth() throws Exception {
    assertThat(
            safe(
                "{\"a\\nb\": \"x\\nStatus: y\\u202e\", \"c\": [{\"d\": \"e\\ufe00\"}, \"\\u2028\"], \"n\": 1.50, \"t\": true}"))
        .isEqualTo("{\"a b\":\"x Status: y?\",\"c\":[{\"d\":\"e\"},\"\"],\"n\":1.50,\"t\":true}");
  }

  private static String safe(String json) throws Exception {
    return SafeJson.of((ObjectNode) ExactJson.mapper().readTree(json)).toString();
  }
}
