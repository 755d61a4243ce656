package dev.invoices.logging;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/** Cuts what is written to it into lines. */
final class LineSplitter extends OutputStream {

  /** A longer line is passed on in pieces, so that one without an end fills no memory. */
  static final int MAX_LINE_BYTES = 64 * 1024;

  private final Consumer<byte[]> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /**
   * @param lines gets each line as soon as it is complete, its newline included
   */
  LineSplitter(Consumer<byte[]> lines) {
    this.lines = lines;
  }

  @Override
  public synchronized void write(int b) {
    line.write(b);
    if (b == '\n' || line.size() >= MAX_LINE_BYTES) {
      end();
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }

  /** Passes on what has been written of a line that is not complete. */
  synchronized void end() {
    if (line.size() > 0) {
      lines.accept(line.toByteArray());
      line.reset();
    }
  }
}
