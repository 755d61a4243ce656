package dev.invoices.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LogQueueTest {

  private static final Duration SHORT = Duration.ofMillis(50);

  /** Room for ten lines of {@link #line}. */
  private final LogQueue queue = new LogQueue(400);

  @Test
  void linesThatFit_comeOutInOrder() throws Exception {
    addLines(0, 10);

    assertThat(take(10)).containsExactlyElementsOf(lines(0, 10));
    assertThat(queue.awaitWritten(SHORT, SHORT)).as("the last line is being written").isFalse();
  }

  @Test
  void linesThatDoNotFit_areCountedInTheirPlace() throws Exception {
    // given a queue that is full, so that three lines are dropped
    addLines(0, 13);
    // and that takes none until it is half empty
    take(4);
    addLines(13, 14);

    // when there is room again
    assertThat(take(3)).containsExactlyElementsOf(lines(4, 7));
    addLines(14, 16);

    // then the count stands between those before and those behind the gap
    assertThat(take(3)).containsExactlyElementsOf(lines(7, 10));
    assertThat(take(1)).singleElement().asString().contains("4 lines were left out here");
    assertThat(take(2)).containsExactlyElementsOf(lines(14, 16));
  }

  @Test
  void countOfDroppedLines_waitsForNoFurtherLine() throws Exception {
    addLines(0, 11);

    assertThat(take(11)).last().asString().contains("1 line was left out here");
  }

  @Test
  void flush_waitsWhileLinesAreWritten_andNotForAReaderThatReadsNothing() throws Exception {
    addLines(0, 2);
    assertThat(queue.awaitWritten(SHORT, Duration.ofSeconds(5))).isFalse();

    List<String> written = new ArrayList<>();
    Thread writer = drainTo(written, false);
    assertThat(queue.awaitWritten(Duration.ofSeconds(5), Duration.ofSeconds(5))).isTrue();
    assertThat(written).containsExactlyElementsOf(lines(0, 2));
    writer.interrupt();
    writer.join();
  }

  @Test
  void readerThatHasGone_endsTheWriting_andIsNotWaitedFor() throws Exception {
    addLines(0, 2);
    Thread writer = drainTo(new ArrayList<>(), true);
    writer.join();

    addLines(2, 30);
    assertThat(queue.awaitWritten(Duration.ofSeconds(5), Duration.ofSeconds(5))).isTrue();
  }

  private Thread drainTo(List<String> written, boolean broken) {
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(byte[] line, int offset, int length) throws IOException {
            if (broken) {
              throw new IOException("Broken pipe");
            }
            written.add(new String(line, offset, length, UTF_8));
          }

          @Override
          public void write(int b) {
            throw new AssertionError("a line is one write");
          }
        };
    Thread writer = new Thread(() -> StandardError.drain(queue, out));
    writer.setDaemon(true);
    writer.start();
    return writer;
  }

  private void addLines(int from, int to) {
    lines(from, to).forEach(line -> queue.add(line.getBytes(UTF_8)));
  }

  private List<String> take(int count) throws InterruptedException {
    List<String> taken = new ArrayList<>();
    while (taken.size() < count) {
      taken.add(new String(queue.take(), UTF_8));
    }
    return taken;
  }

  private static List<String> lines(int from, int to) {
    List<String> lines = new ArrayList<>();
    for (int i = from; i < to; i++) {
      lines.add("line %02d\n".formatted(i));
    }
    return lines;
  }
}
