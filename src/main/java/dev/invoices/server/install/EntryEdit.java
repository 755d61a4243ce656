package dev.invoices.server.install;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.json.ExactJson;
import dev.invoices.server.desktop.ClaudeDesktopConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes the characters of one entry in the text of a configuration, and no others: people keep
 * such files by hand and under version control.
 */
final class EntryEdit {

  private static final String NAME = ClaudeDesktopConfig.SERVER_NAME;
  private static final String STEP = "  ";

  private final String text;
  private final String newline;
  private final ObjectPlace file;

  private EntryEdit(String text, ObjectPlace file) {
    this.text = text;
    this.newline = text.contains("\r\n") ? "\r\n" : "\n";
    this.file = file;
  }

  /** Where an object stands in the text: its braces, and what is between them. */
  private record ObjectPlace(int open, int close, List<Member> members) {

    Optional<Member> find(String name) {
      return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }

    Member last() {
      return members.get(members.size() - 1);
    }
  }

  /**
   * Where a member of an object stands.
   *
   * @param start of its name, at the quotation mark
   * @param value where its value begins
   * @param end behind its value
   * @param servers the object that it is, if it holds the servers
   */
  private record Member(
      String name, int start, int value, int end, Optional<ObjectPlace> servers) {}

  /**
   * Finds the entry.
   *
   * @param text of a configuration that holds a JSON object
   * @throws IOException when it is no JSON
   */
  static EntryEdit of(String text) throws IOException {
    try (JsonParser parser = ExactJson.mapper().getFactory().createParser(text)) {
      parser.nextToken();
      return new EntryEdit(text, object(parser, true));
    }
  }

  private static ObjectPlace object(JsonParser parser, boolean isFile) throws IOException {
    int open = begin(parser);
    List<Member> members = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      int start = begin(parser);
      boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
      int value = begin(parser);
      Optional<ObjectPlace> servers = Optional.empty();
      if (isFile && isObject && name.equals(ClaudeDesktopConfig.SERVERS)) {
        servers = Optional.of(object(parser, false));
      } else {
        parser.skipChildren();
        parser.finishToken();
      }
      int end = (int) parser.currentLocation().getCharOffset();
      members.add(new Member(name, start, value, end, servers));
    }
    return new ObjectPlace(open, begin(parser), members);
  }

  private static int begin(JsonParser parser) {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  /** The text with this entry in place of the one that it had, or as the last one. */
  String with(JsonNode entry) {
    Optional<Member> servers = file.find(ClaudeDesktopConfig.SERVERS);
    if (servers.isEmpty()) {
      return appended(
          file,
          "",
          ClaudeDesktopConfig.SERVERS,
          ExactJson.mapper().createObjectNode().set(NAME, entry));
    }
    ObjectPlace place = servers.get().servers().orElseThrow();
    Optional<Member> before = place.find(NAME);
    return before.isPresent()
        ? replaced(
            before.get().value(), before.get().end(), printed(entry, indent(before.get().start())))
        : appended(place, indent(servers.get().start()), NAME, entry);
  }

  /** The text without the entry. */
  String without() {
    ObjectPlace place =
        file.find(ClaudeDesktopConfig.SERVERS).flatMap(Member::servers).orElseThrow();
    Member entry = place.find(NAME).orElseThrow();
    int at = place.members().indexOf(entry);
    if (at > 0) {
      return replaced(place.members().get(at - 1).end(), entry.end(), "");
    }
    return place.members().size() == 1
        ? replaced(place.open() + 1, place.close(), "")
        : replaced(entry.start(), place.members().get(1).start(), "");
  }

  private String appended(ObjectPlace place, String indent, String name, JsonNode value) {
    boolean isFirst = place.members().isEmpty();
    String inner = isFirst ? indent + STEP : indent(place.last().start());
    String member = "%s%s\"%s\": %s".formatted(newline, inner, name, printed(value, inner));
    return isFirst
        ? replaced(place.open() + 1, place.close(), member + newline + indent)
        : replaced(place.last().end(), place.last().end(), "," + member);
  }

  private String printed(JsonNode value, String indent) {
    return PrintedJson.of(value).replace("\n", newline + indent);
  }

  /** What stands before a place on its line, if that is blank. */
  private String indent(int at) {
    String before = text.substring(text.lastIndexOf('\n', at) + 1, at);
    return before.isBlank() ? before : "";
  }

  private String replaced(int from, int to, String by) {
    return text.substring(0, from) + by + text.substring(to);
  }
}
