package dev.invoices.server.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.LineState;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.json.ExactJson;
import dev.invoices.json.Violation;
import dev.invoices.server.tools.wording.ListedInvoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema of the results describes the records that are written into them. */
class ResultSchemaTest {

  private static final String INVOICE = "/properties/invoice";

  @ParameterizedTest
  @MethodSource("recordsInResults")
  void record_hasTheFieldsOfItsSchema(String where, Class<?> type) throws Exception {
    JsonNode schema = ExactJson.mapper().readTree(ResultSchema.JSON).at(where);

    assertThat(fieldNames(schema.path("properties")))
        .as(where)
        .containsExactlyInAnyOrderElementsOf(namesInJson(type));
    assertThat(schema.path("additionalProperties").isBoolean()).as(where).isTrue();
  }

  @ParameterizedTest
  @MethodSource("enumsInResults")
  void enum_hasTheValuesOfItsSchema(String where, Enum<?>[] values) throws Exception {
    JsonNode schema = ExactJson.mapper().readTree(ResultSchema.JSON).at(where);

    List<String> texts = new ArrayList<>();
    schema.path("enum").forEach(text -> texts.add(text.asText()));
    assertThat(texts).isEqualTo(Arrays.stream(values).map(Enum::name).toList());
  }

  static Stream<Arguments> recordsInResults() {
    return Stream.of(
        Arguments.of(INVOICE, InvoiceSnapshot.class),
        Arguments.of(INVOICE + "/properties/lines/items", LineSnapshot.class),
        Arguments.of(INVOICE + "/properties/decision", Decision.class),
        Arguments.of(INVOICE + "/properties/ignored_decisions/items", Decision.class),
        Arguments.of("/properties/decision", Decision.class),
        Arguments.of("/properties/faults/items", Violation.class),
        Arguments.of("/properties/invoices/items", ListedInvoice.class));
  }

  static Stream<Arguments> enumsInResults() {
    return Stream.of(
        Arguments.of("/properties/code", ResultCode.values()),
        Arguments.of(INVOICE + "/properties/lines/items/properties/state", LineState.values()));
  }

  private static List<String> fieldNames(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> namesInJson(Class<?> type) {
    var mapper = ExactJson.mapper();
    BeanDescription written =
        mapper.getSerializationConfig().introspect(mapper.constructType(type));
    return written.findProperties().stream()
        .filter(BeanPropertyDefinition::couldSerialize)
        .map(BeanPropertyDefinition::getName)
        .toList();
  }
}
