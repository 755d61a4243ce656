package dev.invoices.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A file system of its own for a process, which can be full or read-only also for root. Only a
 * process with its own mounts can have one without being root, and not everywhere: where it cannot,
 * the calling test is skipped.
 *
 * @param folder where the process finds it
 * @param kib how large it is
 */
public record OwnDisk(Path folder, int kib) {

  /**
   * Starts the main method of a class there.
   *
   * @param main the name of the class
   */
  public JarProcess start(String main, String... args) throws Exception {
    try (var process = start(List.of("true"))) {
      boolean allowed = process.exitStatus() == 0;
      Assumptions.assumeTrue(allowed, "this machine lets nobody mount a disk of their own");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of(args));
    return start(command);
  }

  private JarProcess start(List<String> command) throws IOException {
    List<String> whole = new ArrayList<>();
    String unshare = CommandOnPath.require("util-linux has it", "unshare").toString();
    String mount = "mount -t tmpfs -o size=%dk none \"$0\" && exec \"$@\"".formatted(kib);
    whole.addAll(List.of(unshare, "--map-root-user", "--mount", "sh", "-c", mount));
    whole.add(folder.toString());
    whole.addAll(command);
    return JarProcess.start(new ProcessBuilder(whole));
  }

  /** Makes it read-only or writable, in the process that was started there. */
  public void remount(boolean readOnly) throws IOException, InterruptedException {
    run("mount", "-o", readOnly ? "remount,ro" : "remount,rw", "none", folder.toString());
  }

  /** The same for one file on it. */
  public static void remount(Path file, boolean readOnly) throws IOException, InterruptedException {
    if (readOnly) {
      run("mount", "-o", "bind,ro", file.toString(), file.toString());
    } else {
      run("umount", file.toString());
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " failed");
    }
  }
}
