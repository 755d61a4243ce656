package dev.invoices.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A long way to Temporal: passes bytes on in both directions, each some time later, however many
 * are under way. With it, waiting outweighs computing, and a call that waits for another shows.
 */
public final class DelayedLink implements Closeable {

  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int port;
  private final Duration delay;

  /**
   * @param port where Temporal listens
   * @param delay in each direction
   */
  public DelayedLink(int port, Duration delay) throws IOException {
    this.port = port;
    this.delay = delay;
    daemon(this::accept).start();
  }

  /** Host and port, as {@code TEMPORAL_ADDRESS} takes it. */
  public String address() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  /** Lets nobody else in; the connections end with their programs. */
  @Override
  public void close() throws IOException {
    door.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = door.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        daemon(() -> pass(near, far)).start();
        daemon(() -> pass(far, near)).start();
      }
    } catch (IOException e) {
      // The door was closed.
    }
  }

  private void pass(Socket from, Socket to) {
    ScheduledExecutorService road = Executors.newSingleThreadScheduledExecutor(DelayedLink::daemon);
    try (from) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] chunk = new byte[65_536];
      for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
        byte[] bytes = Arrays.copyOf(chunk, length);
        road.schedule(() -> write(out, bytes), delay.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (IOException e) {
      // One side has gone, and the other will notice.
    } finally {
      road.shutdown();
    }
  }

  private static void write(OutputStream out, byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      // As above.
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "delayed-link");
    thread.setDaemon(true);
    return thread;
  }
}
