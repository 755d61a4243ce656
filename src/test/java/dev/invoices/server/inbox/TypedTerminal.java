package dev.invoices.server.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A terminal of a test: what a person types there, and what they read. */
final class TypedTerminal {

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

  /** Where a person types these lines, and then the input ends. */
  Terminal typing(String... typed) {
    String input = Stream.of(typed).map(line -> line + "\n").collect(Collectors.joining());
    return Terminal.over(new ByteArrayInputStream(input.getBytes(UTF_8)), screen, UTF_8);
  }

  /** What is on the screen; what was typed is not echoed. */
  String text() {
    return screen.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }

  List<String> lines() {
    return text().lines().toList();
  }
}
