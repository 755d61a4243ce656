package dev.invoices.temporal;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.MethodDescriptor;

/**
 * How large a message of Temporal may be where one that is too large must not take the memory of
 * others: a small program that serves many requests at a time. gRPC refuses a larger one by its
 * length, before it is read; the SDK's own limit is 128 MB (Temporal Java SDK 1.38).
 */
public final class MessageLimit implements ClientInterceptor {

  /** Above what Temporal writes at once, which is 4 MB (server 1.32). */
  public static final int BYTES = 6 * 1024 * 1024;

  private static final Context.Key<Boolean> APPLIES =
      Context.keyWithDefault("message-limit", false);

  MessageLimit() {}

  /** The same context, but the calls in it have the limit. */
  public static Context in(Context context) {
    return context.withValue(APPLIES, true);
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    return next.newCall(method, APPLIES.get() ? options.withMaxInboundMessageSize(BYTES) : options);
  }
}
