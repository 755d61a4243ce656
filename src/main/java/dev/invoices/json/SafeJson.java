package dev.invoices.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.invoices.text.SafeText;

/** JSON whose texts and names are as safe as {@link SafeText} makes them. */
public final class SafeJson {

  private SafeJson() {}

  /** The same object with every text in it made safe; safe ones stay as they are. */
  public static ObjectNode of(ObjectNode object) {
    ObjectNode safe = object.objectNode();
    object.properties().forEach(field -> safe.set(text(field.getKey()), of(field.getValue())));
    return safe;
  }

  private static JsonNode of(JsonNode value) {
    if (value instanceof ObjectNode object) {
      return of(object);
    }
    if (value instanceof ArrayNode array) {
      ArrayNode safe = array.arrayNode(array.size());
      array.forEach(element -> safe.add(of(element)));
      return safe;
    }
    return value.isTextual() ? TextNode.valueOf(text(value.textValue())) : value;
  }

  private static String text(String text) {
    return SafeText.of(text, Integer.MAX_VALUE);
  }
}
