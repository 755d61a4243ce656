package dev.invoices.server.terminal;

import dev.invoices.text.ShellWord;
import java.io.File;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The shell of the terminals on this machine. What the owner of the machine has written, such as a
 * path, is quoted for this one shell; a stranger's text is not quoted but checked, see {@link
 * ShellWord}.
 */
public enum Shell {
  /** {@code sh} and those like it. */
  POSIX {
    @Override
    String quoted(String text) {
      return "'" + text.replace("'", "'\\''") + "'";
    }

    @Override
    String program(String path) {
      return word(path);
    }

    @Override
    String with(Map<String, String> variables, String command) {
      return assignments(variables, "%s=%s ") + command;
    }
  },
  /** The one that Windows opens. Its program {@code cmd} does not take these commands. */
  POWERSHELL {
    /** Some typographic marks end a text, too. */
    @Override
    String quoted(String text) {
      return "'" + text.replaceAll("['\u2018-\u201b]", "$0$0") + "'";
    }

    /** A bare word after an equals sign is a command to it. */
    @Override
    String word(String text) {
      return quoted(text);
    }

    /** Without the sign, it would only print a path between quotes. */
    @Override
    String program(String path) {
      return "& " + quoted(path);
    }

    @Override
    String with(Map<String, String> variables, String command) {
      return "in PowerShell: " + assignments(variables, "$env:%s=%s; ") + command;
    }
  };

  static Shell ofThisMachine() {
    return File.separatorChar == '\\' ? POWERSHELL : POSIX;
  }

  /** A text between quotes that this shell leaves alone. */
  abstract String quoted(String text);

  /** A text as one word, quoted where that is needed. */
  String word(String text) {
    return ShellWord.of(text).orElseGet(() -> quoted(text));
  }

  /** The path of a program as the first word of a command. */
  abstract String program(String path);

  /** A command that starts with these variables set. */
  abstract String with(Map<String, String> variables, String command);

  String assignments(Map<String, String> variables, String form) {
    return variables.entrySet().stream()
        .map(set -> form.formatted(set.getKey(), word(set.getValue())))
        .collect(Collectors.joining());
  }
}
