package dev.invoices.server.stdio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes messages to the client: complete, and one at a time, whichever threads they come from.
 *
 * <p>The SDK's {@code StdioServerTransportProvider} (2.1.0) passes them to a Reactor sink. When two
 * threads emit at once, that sink fails and ends the session.
 */
final class MessageWriter {

  private static final long STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final Logger log = LoggerFactory.getLogger(MessageWriter.class);

  private final OutputStream out;
  private final ObjectWriter json;
  private volatile boolean broken;
  private volatile boolean writing;
  private volatile long writingSince;
  private volatile long nanosWritten;

  MessageWriter(OutputStream out, ObjectMapper mapper) {
    this.out = out;
    this.json = mapper.writer().without(SerializationFeature.INDENT_OUTPUT);
  }

  /**
   * Turns a message into the line that {@link #write} takes, its newline included.
   *
   * @throws UncheckedIOException if the message has no JSON form
   */
  byte[] encode(Object message) {
    try {
      byte[] text = json.writeValueAsBytes(message);
      byte[] line = Arrays.copyOf(text, text.length + 1);
      line[text.length] = '\n';
      return line;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a message.
   *
   * @throws UncheckedIOException if it has no JSON form; nothing has been written then
   */
  void send(Object message) {
    write(encode(message));
  }

  /** Writes and flushes one line; drops it if the client has gone. */
  synchronized void write(byte[] line) {
    if (broken) {
      return;
    }
    writingSince = System.nanoTime();
    writing = true;
    try {
      out.write(line);
      out.flush();
    } catch (IOException e) {
      broken = true;
      log.debug("The client no longer reads: {}", e.toString());
    } finally {
      writing = false;
      nanosWritten += System.nanoTime() - writingSince;
    }
  }

  /**
   * How long all writes have taken so far, the present one included: next to nothing, unless the
   * client does not read and the pipe is full.
   */
  long nanosBlocked() {
    return nanosWritten + (writing ? System.nanoTime() - writingSince : 0);
  }

  /** Whether a write has been waiting for the client for a while. */
  boolean isStuck() {
    return writing && System.nanoTime() - writingSince > STUCK_NANOS;
  }

  /** Whether the client has closed its end, so that it gets no more responses. */
  boolean isBroken() {
    return broken;
  }
}
