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

/**
 * The in-memory Temporal behind TLS, on a free port of the loopback address. It shows the server's
 * certificate and asks for what Temporal Cloud may ask for: a client certificate or an API key.
 */
public final class TlsTemporal implements AutoCloseable {

  private final Server server;
  private final TestServicesStarter services;

  private TlsTemporal(Server server, TestServicesStarter services) {
    this.server = server;
    this.services = services;
  }

  /** Starts one that lets in whoever shows a certificate of the authority. */
  public static TlsTemporal askingForCertificate(Certificates certificates) throws IOException {
    return start(certificates, ClientAuth.REQUIRE, Optional.empty());
  }

  /** Starts one that lets in whoever sends this key. */
  public static TlsTemporal askingForApiKey(String apiKey, Certificates certificates)
      throws IOException {
    return start(certificates, ClientAuth.NONE, Optional.of(apiKey));
  }

  private static TlsTemporal start(
      Certificates certificates, ClientAuth clientAuth, Optional<String> apiKey)
      throws IOException {
    boolean lockTimeSkipping = true;
    TestServicesStarter services = new TestServicesStarter(lockTimeSkipping, 0);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sslContext(
                GrpcSslContexts.forServer(
                        certificates.certificate(SERVER).toFile(),
                        certificates.key(SERVER).toFile())
                    .trustManager(certificates.certificate(AUTHORITY).toFile())
                    .clientAuth(clientAuth)
                    .build());
    apiKey.ifPresent(key -> builder.intercept(new ApiKeyCheck(key)));
    GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
    return new TlsTemporal(builder.build().start(), services);
  }

  /** Host and port, as {@code TEMPORAL_ADDRESS} takes it. */
  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
    services.close();
  }

  private record ApiKeyCheck(String apiKey) implements ServerInterceptor {

    private static final Metadata.Key<String> AUTHORIZATION =
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

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
