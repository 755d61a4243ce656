package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.PackagedJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Nobody can reach our processes over the network: they call, and are never called. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class NoListeningPortIT {

  private static final String TCP_LISTEN = "0A";

  @Test
  void serverAndWorkerAtWork_haveNoListeningSocket() throws Exception {
    // given both at work, each connected to Temporal
    List<Long> others = jars();
    try (var stack = InvoiceStack.start();
        var worker = start(stack, PackagedJar.worker());
        var tools = stack.connect("claude-ai")) {
      assertThat(worker.stdoutLine(0)).startsWith("Worker started");
      tools.submit("{\"id\": \"A\", \"lines\": [{\"item\": \"Desk\", \"amount\": 1}]}");
      tools.awaitStatus("A", "Awaiting approval");
      List<Long> ours = jars().stream().filter(pid -> !others.contains(pid)).toList();
      assertThat(ours).hasSize(2);

      for (long pid : ours) {
        // when their sockets are looked up
        List<String> connected = sockets(pid, List.of("tcp", "tcp6"), false);
        List<String> listening = sockets(pid, List.of("tcp", "tcp6"), true);
        List<String> udp = sockets(pid, List.of("udp", "udp6"), false);

        // then there is a connection, so that we know how to look, and nothing that listens
        assertThat(connected).as("connections of %d", pid).isNotEmpty();
        assertThat(listening).as("listening sockets of %d", pid).isEmpty();
        assertThat(udp).as("UDP sockets of %d", pid).isEmpty();
      }
    }
  }

  @Test
  void listeningSocketOfThisProcess_isFound() throws Exception {
    long self = ProcessHandle.current().pid();
    try (var socket = new java.net.ServerSocket(0)) {
      assertThat(socket.isBound()).isTrue();
      assertThat(sockets(self, List.of("tcp", "tcp6"), true)).isNotEmpty();
    }
  }

  private static JarProcess start(InvoiceStack stack, PackagedJar jar) throws IOException {
    return JarProcess.start(
        stack.temporal().serve(new ProcessBuilder(jar.command(JarProcess.jvmOptions()))));
  }

  private static List<Long> jars() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().commandLine().orElse("").contains(".jar"))
        .map(ProcessHandle::pid)
        .toList();
  }

  /** The rows of /proc/pid/net that belong to a socket of the process itself. */
  private static List<String> sockets(long pid, List<String> tables, boolean listeningOnly)
      throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    Set<String> inodes = inodes(process.resolve("fd"));
    List<String> rows = new ArrayList<>();
    for (String table : tables) {
      Path file = process.resolve("net").resolve(table);
      if (Files.exists(file)) {
        for (String row : Files.readAllLines(file)) {
          String[] columns = row.strip().split("\\s+");
          boolean isWanted = !listeningOnly || columns[3].equals(TCP_LISTEN);
          if (isWanted && columns.length > 9 && inodes.contains(columns[9])) {
            rows.add(table + " " + row.strip());
          }
        }
      }
    }
    return rows;
  }

  private static Set<String> inodes(Path descriptors) throws IOException {
    try (Stream<Path> all = Files.list(descriptors)) {
      return all.map(NoListeningPortIT::target)
          .filter(target -> target.startsWith("socket:["))
          .map(target -> target.substring("socket:[".length(), target.length() - 1))
          .collect(Collectors.toSet());
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (NoSuchFileException e) {
      return ""; // closed meanwhile
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
