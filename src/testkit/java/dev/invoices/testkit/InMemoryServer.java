package dev.invoices.testkit;

import static dev.invoices.testkit.Certificates.AUTHORITY;
import static dev.invoices.testkit.Certificates.SERVER;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The in-memory server of temporal-testing, in this JVM; its time runs as usual. */
final class InMemoryServer implements TemporalServer {

  /**
   * The server logs a stack trace for each call that is cut off by its end. The field keeps the
   * logger, and with it its level, from being collected.
   */
  private static final Logger GRPC_LOG = Logger.getLogger("io.grpc");

  static {
    GRPC_LOG.setLevel(Level.OFF);
  }

  private final Server server;
  private final int port;
  private final TestServicesStarter services;
  private final Optional<ApiKeyCheck> check;

  private InMemoryServer(NettyServerBuilder builder, Optional<ApiKeyCheck> check)
      throws IOException {
    this.check = check;
    check.ifPresent(builder::intercept);
    boolean lockTimeSkipping = true;
    services = new TestServicesStarter(lockTimeSkipping, 0);
    GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
    server = builder.build().start();
    port = server.getPort();
  }

  /**
   * Starts one that takes any connection.
   *
   * @param port where to listen; 0 for any free port
   */
  static InMemoryServer plain(int port) throws IOException {
    return new InMemoryServer(builder(port), Optional.empty());
  }

  /**
   * Starts one behind TLS.
   *
   * @param apiKey what each call has to send; empty to require a client certificate instead
   */
  static InMemoryServer tls(Certificates certificates, Optional<String> apiKey) throws IOException {
    NettyServerBuilder builder =
        builder(0)
            .sslContext(
                GrpcSslContexts.forServer(
                        certificates.certificate(SERVER).toFile(),
                        certificates.key(SERVER).toFile())
                    .trustManager(certificates.certificate(AUTHORITY).toFile())
                    .clientAuth(apiKey.isPresent() ? ClientAuth.NONE : ClientAuth.REQUIRE)
                    .build());
    return new InMemoryServer(builder, apiKey.map(ApiKeyCheck::new));
  }

  /** TestServer.createPortBoundServer would listen on every interface (temporal-testing 1.38). */
  private static NettyServerBuilder builder(int port) {
    return NettyServerBuilder.forAddress(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** From now on each call has to send another key; calls in progress go on. */
  void changeApiKey(String apiKey) {
    check.orElseThrow(() -> new IllegalStateException("it asks for no key")).apiKey = apiKey;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    server.shutdownNow();
    services.close();
  }

  private static final class ApiKeyCheck implements ServerInterceptor {

    private static final Metadata.Key<String> AUTHORIZATION =
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private volatile String apiKey;

    ApiKeyCheck(String apiKey) {
      this.apiKey = apiKey;
    }

    @Override
    public <T, R> ServerCall.Listener<T> interceptCall(
        ServerCall<T, R> call, Metadata headers, ServerCallHandler<T, R> next) {
      if (("Bearer " + apiKey).equals(headers.get(AUTHORIZATION))) {
        return next.startCall(call, headers);
      }
      call.close(Status.UNAUTHENTICATED.withDescription("Request unauthorized."), new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }
}
