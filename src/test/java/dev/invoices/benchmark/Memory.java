package dev.invoices.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The memory of a process, as the operating system sees it. */
final class Memory {

  private static final double KILOBYTES_PER_MEGABYTE = 1024;
  private static final double BYTES_PER_MEGABYTE = 1024 * 1024;

  private Memory() {}

  /** What it occupies, in megabytes. */
  static double residentMegabytes(long pid) throws IOException, InterruptedException {
    return Double.parseDouble(output("ps", "-o", "rss=", "-p", Long.toString(pid)))
        / KILOBYTES_PER_MEGABYTE;
  }

  /** What the live objects of a Java process occupy, in megabytes; collects its garbage first. */
  static double liveMegabytes(long pid) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String total =
        output(jcmd, Long.toString(pid), "GC.class_histogram")
            .lines()
            .filter(line -> line.startsWith("Total"))
            .findFirst()
            .orElseThrow(() -> new IOException("jcmd tells nothing about process " + pid));
    return Double.parseDouble(total.split("\\s+")[2]) / BYTES_PER_MEGABYTE;
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.strip();
  }
}
