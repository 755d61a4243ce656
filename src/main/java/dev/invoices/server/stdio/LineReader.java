package dev.invoices.server.stdio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Splits a stream of bytes into lines.
 *
 * <p>Memory is bounded: nothing is kept of a line longer than {@link #MAX_LINE_BYTES}, however long
 * it is.
 */
final class LineReader {

  /** The longest line that is accepted, without its newline. */
  static final int MAX_LINE_BYTES = 4 * 1024 * 1024;

  private final InputStream in;
  private final byte[] chunk = new byte[16 * 1024];
  private int position;
  private int end;

  LineReader(InputStream in) {
    this.in = in;
  }

  /**
   * Blocks until the next line is complete.
   *
   * @return the line without its newline, or empty at the end of the stream; text after the last
   *     newline is a line, too
   * @throws InvalidMessageException if the line was too long; it was skipped
   * @throws IOException if the stream cannot be read
   */
  Optional<byte[]> next() throws IOException, InvalidMessageException {
    var line = new ByteArrayOutputStream();
    boolean tooLong = false;
    boolean complete = false;
    while (!complete && hasMore()) {
      int pieceEnd = endOfPiece();
      int length = pieceEnd - position;
      tooLong |= line.size() + length > MAX_LINE_BYTES;
      if (tooLong) {
        line = new ByteArrayOutputStream();
      } else {
        line.write(chunk, position, length);
      }
      complete = pieceEnd < end;
      position = complete ? pieceEnd + 1 : pieceEnd;
    }
    if (tooLong) {
      throw InvalidMessageException.invalid(
          null, "The line is longer than the %,d bytes allowed.".formatted(MAX_LINE_BYTES));
    }
    return complete || line.size() > 0 ? Optional.of(line.toByteArray()) : Optional.empty();
  }

  private boolean hasMore() throws IOException {
    if (position == end) {
      position = 0;
      end = Math.max(in.read(chunk), 0);
    }
    return position < end;
  }

  /** The position of the next newline in the chunk, or the chunk's end. */
  private int endOfPiece() {
    int index = position;
    while (index < end && chunk[index] != '\n') {
      index++;
    }
    return index;
  }
}
