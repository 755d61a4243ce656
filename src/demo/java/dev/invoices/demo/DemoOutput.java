package dev.invoices.demo;

import dev.invoices.json.ExactJson;
import dev.invoices.text.SafeText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What the person at the terminal reads. Several threads may tell; each line comes out whole. */
final class DemoOutput {

  private static final String INDENT = "   ";
  private static final int MAX_ARGUMENTS_LENGTH = 400;

  private final PrintStream out;
  private final PrintStream err;
  private int steps;
  private boolean over;

  private DemoOutput(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** In UTF-8 whatever the locale, because invoices are. */
  static DemoOutput onTerminal() {
    return new DemoOutput(utf8(FileDescriptor.out), utf8(FileDescriptor.err));
  }

  /** A line outside the numbered steps. */
  synchronized void tell(String line) {
    if (!over) {
      out.println(line);
    }
  }

  /** The next numbered step. */
  synchronized void step(String text) {
    steps++;
    tell("");
    tell(steps + ". " + text);
  }

  /** A part of the step. */
  synchronized void say(String text) {
    text.lines().forEach(line -> tell(INDENT + line));
  }

  /** The agent calls a tool. */
  synchronized void call(String tool, Map<String, Object> arguments) {
    say("→ %s %s".formatted(tool, SafeText.of(ExactJson.write(arguments), MAX_ARGUMENTS_LENGTH)));
  }

  /** The tool answers. */
  synchronized void answer(String text) {
    say("← " + text.replace("\n", "\n  "));
  }

  /** A line that one of the processes wrote. */
  synchronized void quote(String process, String line) {
    say("%s | %s".formatted(process, line));
  }

  /** A question; the cursor stays behind it. */
  synchronized void ask(String text) {
    out.print(INDENT + text + " ");
    out.flush();
  }

  /** Why the demo ends early, on standard error. */
  synchronized void fail(String sentence) {
    if (!over) {
      out.flush();
      err.println("\nThe demo failed. " + sentence);
    }
  }

  /** Nothing more is told. */
  synchronized void end() {
    over = true;
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
