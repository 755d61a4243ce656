package dev.invoices.temporal;

import java.nio.file.NoSuchFileException;

/** Why a connection or a setting failed. */
public final class FailureReason {

  private FailureReason() {}

  /**
   * The reason in one line, without a full stop: the innermost cause names the file, the value or
   * the port, while gRPC itself speaks of an "io exception".
   */
  public static String of(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return cause instanceof NoSuchFileException
        ? "no file " + message
        : message.replaceFirst("\\.+$", "");
  }
}
