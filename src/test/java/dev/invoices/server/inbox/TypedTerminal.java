package dev.invoices.server.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A terminal of a test: what a person types there, and what they read. */
final class TypedTerminal {

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

  /** Where a person types these lines, which are not echoed; then the input ends. */
  Terminal typing(String... typed) {
    String input = Stream.of(typed).map(line -> line + "\n").collect(Collectors.joining());
    return Terminal.over(new ByteArrayInputStream(input.getBytes(UTF_8)), screen, UTF_8);
  }

  /** The same, and each line that is read stands on the screen, as at a real terminal. */
  Terminal echoing(String... typed) {
    Iterator<String> lines = List.of(typed).iterator();
    InputStream keyboard =
        new InputStream() {
          @Override
          public int read() {
            throw new UnsupportedOperationException("a reader takes a line at once");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            if (!lines.hasNext()) {
              return -1;
            }
            byte[] line = (lines.next() + "\n").getBytes(UTF_8);
            screen.writeBytes(line);
            System.arraycopy(line, 0, buffer, offset, line.length);
            return line.length;
          }
        };
    return Terminal.over(keyboard, screen, UTF_8);
  }

  /** What is on the screen. */
  String text() {
    return screen.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }

  List<String> lines() {
    return text().lines().toList();
  }
}
