package dev.invoices.testkit;

import com.google.protobuf.CodedOutputStream;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * What goes wrong with a call on a {@link FaultyLink}.
 *
 * @param name for people
 * @param delay before the call is passed on
 * @param answer what becomes of the answer
 */
public record Fault(String name, Duration delay, Answer answer) {

  private static final int HUGE_BYTES = 60 * 1024 * 1024;

  /** A field that no message of Temporal has. */
  private static final int UNKNOWN_FIELD = 9_999;

  /** What becomes of an answer. */
  private enum Answer {
    KEPT,
    DROPPED,
    HUGE
  }

  static Fault none() {
    return new Fault("none", Duration.ZERO, Answer.KEPT);
  }

  /** Takes some time before it passes the call on. */
  public static Fault slow(Duration delay) {
    return new Fault("slow by " + delay, delay, Answer.KEPT);
  }

  /** Passes the call on and drops the answer. */
  public static Fault dropAnswer() {
    return new Fault("drops the answer", Duration.ZERO, Answer.DROPPED);
  }

  /** Passes the call on and adds 60 MB to the answer. */
  public static Fault hugeAnswer() {
    return new Fault("answers with 60 MB", Duration.ZERO, Answer.HUGE);
  }

  @Override
  public String toString() {
    return name;
  }

  StreamObserver<byte[]> alter(StreamObserver<byte[]> caller) {
    return switch (answer) {
      case KEPT -> caller;
      case DROPPED -> new Dropped();
      case HUGE -> new Huge(caller);
    };
  }

  private record Dropped() implements StreamObserver<byte[]> {
    @Override
    public void onNext(byte[] message) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }

  private record Huge(StreamObserver<byte[]> caller) implements StreamObserver<byte[]> {
    @Override
    public void onNext(byte[] message) {
      caller.onNext(enlarged(message));
    }

    @Override
    public void onError(Throwable failure) {
      caller.onError(failure);
    }

    @Override
    public void onCompleted() {
      caller.onCompleted();
    }

    private static byte[] enlarged(byte[] message) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.length + HUGE_BYTES + 16);
      bytes.writeBytes(message);
      try {
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeByteArray(UNKNOWN_FIELD, new byte[HUGE_BYTES]);
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }
  }
}
