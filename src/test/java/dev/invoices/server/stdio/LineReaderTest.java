package dev.invoices.server.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LineReaderTest {

  @Test
  void linesAreReadOneByOne_theLastWithoutNewlineToo() throws Exception {
    var lines = new LineReader(new ByteArrayInputStream("a\n\nb\r\nc".getBytes(UTF_8)));

    assertThat(next(lines)).isEqualTo("a");
    assertThat(next(lines)).isEmpty();
    assertThat(next(lines)).isEqualTo("b\r");
    assertThat(next(lines)).isEqualTo("c");
    assertThat(lines.next()).isEmpty();
    assertThat(lines.next()).isEmpty();
  }

  @Test
  void linesThatComeInPieces_areWhole() throws Exception {
    var lines =
        new LineReader(
            new SequenceInputStream(
                new ByteArrayInputStream("one l".getBytes(UTF_8)),
                new ByteArrayInputStream("ine\nand another".getBytes(UTF_8))));

    assertThat(next(lines)).isEqualTo("one line");
    assertThat(next(lines)).isEqualTo("and another");
  }

  @Test
  void lineThatNoArrayCouldHold_isSkipped() throws Exception {
    // given a line of more than 2 GiB, which would not fit into memory if it were kept
    var lines =
        new LineReader(
            new SequenceInputStream(
                new Noise(Integer.MAX_VALUE + 1L),
                new ByteArrayInputStream("\nnext".getBytes(UTF_8))));

    // when it is read, then it is refused, and the next line is there
    assertThatThrownBy(lines::next)
        .isInstanceOf(InvalidMessageException.class)
        .hasMessage("The line is longer than the 4,194,304 bytes allowed.");
    assertThat(next(lines)).isEqualTo("next");
  }

  private static String next(LineReader lines) throws Exception {
    return new String(lines.next().orElseThrow(), UTF_8);
  }

  /** So many bytes that are no newline. */
  private static final class Noise extends InputStream {

    private long left;

    Noise(long length) {
      left = length;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      Arrays.fill(buffer, offset, offset + count, (byte) 'x');
      left -= count;
      return count;
    }

    @Override
    public int read() throws IOException {
      throw new IOException("read in chunks");
    }
  }
}
