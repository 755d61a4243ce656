package dev.invoices.server.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MessageWriterTest {

  @Test
  void message_isOneWriteAndOneFlush() {
    var calls = new ArrayList<String>();
    var out =
        new OutputStream() {
          @Override
          public void write(byte[] bytes, int offset, int length) {
            calls.add("write " + new String(bytes, offset, length, UTF_8));
          }

          @Override
          public void write(int b) {
            calls.add("write a byte");
          }

          @Override
          public void flush() {
            calls.add("flush");
          }
        };

    new MessageWriter(out, TestClient.mapper()).send(Map.of("key", "value"));

    assertThat(calls).containsExactly("write {\"key\":\"value\"}\n", "flush");
  }

  @Test
  void message_isOneLine_whateverTheMapperDoes() {
    var out = new ByteArrayOutputStream();
    var mapper = TestClient.mapper().enable(SerializationFeature.INDENT_OUTPUT);

    new MessageWriter(out, mapper).send(Map.of("key", List.of("first\nsecond", "third")));

    assertThat(out.toString(UTF_8)).isEqualTo("{\"key\":[\"first\\nsecond\",\"third\"]}\n");
  }

  @Test
  void messagesFromManyThreads_doNotMix() throws Exception {
    // given a stream that takes its time over each byte
    var out = new ByteArrayOutputStream();
    var slow =
        new OutputStream() {
          @Override
          public void write(int b) {
            out.write(b);
            Thread.yield();
          }
        };
    var writer = new MessageWriter(slow, TestClient.mapper());

    // when four threads write to it
    var threads = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 400; i++) {
      threads.submit(() -> writer.send(Map.of("key", "value")));
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

    // then each line is one message
    assertThat(out.toString(UTF_8).lines()).hasSize(400).containsOnly("{\"key\":\"value\"}");
  }

  @Test
  void clientThatHasGone_isWrittenToNoMore() {
    var writes = new ArrayList<Integer>();
    var broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            writes.add(b);
            throw new IOException("Broken pipe");
          }
        };
    var writer = new MessageWriter(broken, TestClient.mapper());
    assertThat(writer.isBroken()).isFalse();

    writer.send(Map.of());
    writer.send(Map.of());

    assertThat(writer.isBroken()).isTrue();
    assertThat(writes).hasSize(1);
  }
}
