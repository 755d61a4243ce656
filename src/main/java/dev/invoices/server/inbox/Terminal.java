package dev.invoices.server.inbox;

import dev.invoices.text.SafeText;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What a person reads and types. Every line is made safe before it is printed: no text of an
 * invoice can move the cursor, change colours or erase what stands there.
 */
final class Terminal {

  private final BufferedReader in;
  private final PrintStream out;

  private Terminal(BufferedReader in, PrintStream out) {
    this.in = in;
    this.out = out;
  }

  /**
   * @param in where the person types
   * @param out what they read
   * @param charset that of both
   */
  static Terminal over(InputStream in, OutputStream out, Charset charset) {
    return new Terminal(
        new BufferedReader(new InputStreamReader(in, charset)),
        new PrintStream(out, true, charset));
  }

  /** The characters of a console; where it claims to know ASCII only, it is mostly not set up. */
  static Charset charset(Optional<Console> console) {
    return console
        .map(Console::charset)
        .filter(known -> !known.equals(StandardCharsets.US_ASCII))
        .orElse(StandardCharsets.UTF_8);
  }

  void say(String line) {
    out.println(SafeText.of(line, Integer.MAX_VALUE));
  }

  void say(List<String> lines) {
    lines.forEach(this::say);
  }

  /** An empty line. */
  void gap() {
    out.println();
  }

  /**
   * Asks, and waits for the answer as long as it takes.
   *
   * @return what was typed, without spaces around it; empty when the input has ended
   */
  Optional<String> ask(String question) {
    out.print(SafeText.of(question, Integer.MAX_VALUE) + " ");
    out.flush();
    Optional<String> typed = read();
    if (typed.isEmpty()) {
      out.println();
    }
    return typed.map(String::strip);
  }

  private Optional<String> read() {
    try {
      return Optional.ofNullable(in.readLine());
    } catch (IOException e) {
      // A terminal that is gone types nothing more.
      return Optional.empty();
    }
  }
}
