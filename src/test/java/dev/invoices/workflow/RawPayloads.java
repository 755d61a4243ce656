package dev.invoices.workflow;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.RawValue;

/** Arguments that no converter of ours would write. */
final class RawPayloads {

  private RawPayloads() {}

  /** A payload that claims this encoding and holds these characters. */
  static RawValue of(String encoding, String data) {
    return new RawValue(
        Payload.newBuilder()
            .putMetadata("encoding", ByteString.copyFromUtf8(encoding))
            .setData(ByteString.copyFromUtf8(data))
            .build());
  }

  /** A payload that does not even say what it is. */
  static RawValue withoutEncoding() {
    return new RawValue(Payload.newBuilder().setData(ByteString.copyFromUtf8("?")).build());
  }
}
