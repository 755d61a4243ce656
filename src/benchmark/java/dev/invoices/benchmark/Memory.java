package dev.invoices.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The memory of a process, as the operating system sees it. */
final class Memory {

  private static final double KILOBYTES_PER_MEGABYTE = 1024;
  private static final double BYTES_PER_MEGABYTE = 1024 * 1024;
  private static final int COLLECTIONS = 4;

  private Memory() {}

  /** What it occupies, in megabytes. */
  static double residentMegabytes(long pid) throws IOException, InterruptedException {
    return Double.parseDouble(output("ps", "-o", "rss=", "-p", Long.toString(pid)))
        / KILOBYTES_PER_MEGABYTE;
  }

  /**
   * What the live objects of a Java process occupy, in megabytes. Of so many collections of its
   * garbage the least counts: the serial collector moves the live objects together in every fourth,
   * in the others it leaves some dead ones where they are (JDK 17).
   */
  static double liveMegabytes(long pid) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    double least = Double.MAX_VALUE;
    for (int collection = 0; collection < COLLECTIONS; collection++) {
      String total =
          output(jcmd, Long.toString(pid), "GC.class_histogram")
              .lines()
              .filter(line -> line.startsWith("Total"))
              .findFirst()
              .orElseThrow(() -> new IOException("jcmd tells nothing about process " + pid));
      least = Math.min(least, Double.parseDouble(total.split("\\s+")[2]) / BYTES_PER_MEGABYTE);
    }
    return least;
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.strip();
  }
}
