package dev.invoices.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports for servers that are ended and started again where they were. */
public final class FreePort {

  private static final int FIRST = 20_000;

  /**
   * The last one that no operating system gives to outgoing connections (Linux begins at 32768,
   * macOS and Windows at 49152): one of those would take it while its server is away.
   */
  private static final int LAST = 32_767;

  private static final int TRIES = 100;

  private FreePort() {}

  /**
   * A port of the loopback address where nobody listens now.
   *
   * @throws IOException when none is found
   */
  public static int find() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException("found no free port from %d to %d".formatted(FIRST, LAST));
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
