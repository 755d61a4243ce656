package dev.invoices.server.desktop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Options for the Java that runs now: with them it starts one of the jars soon, from an archive of
 * its classes, and keeps its own messages off stdout. A JVM refuses to start with options of
 * another version.
 */
public final class JvmOptions {

  private static final int FEATURE = Runtime.version().feature();

  /** What Java 25 and newer offer in place of a class-data archive holds linked classes, too. */
  private static final boolean HAS_AOT_CACHE = FEATURE >= 25;

  /** From then on a warning says that Netty and Protobuf use {@code sun.misc.Unsafe}. */
  private static final boolean WARNS_OF_UNSAFE = FEATURE >= 24;

  private JvmOptions() {}

  /** Where the build keeps the archive of a jar's classes: beside it. */
  public static Path archive(Path jar) {
    String extension = HAS_AOT_CACHE ? ".aot" : ".jsa";
    return jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", "") + extension);
  }

  /** Takes a jar's classes from its archive; one that is missing or does not fit is ignored. */
  public static String fromArchive(Path jar) {
    return (HAS_AOT_CACHE ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive(jar);
  }

  /** Writes an archive of the classes that were loaded, when the JVM ends. */
  public static String writeArchive(Path file) {
    return (HAS_AOT_CACHE ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file;
  }

  /**
   * Keep the JVM's messages off stdout, which belongs to JSON-RPC, and say nothing of an archive
   * that does not fit: it costs time and nothing else.
   */
  public static List<String> quiet() {
    List<String> options = new ArrayList<>(List.of("-Xlog:disable"));
    options.add(
        HAS_AOT_CACHE
            ? "-Xlog:all=warning,cds*=off,aot*=off:stderr"
            : "-Xlog:all=warning,cds*=off:stderr");
    options.add("-XX:+DisplayVMOutputToStderr");
    if (WARNS_OF_UNSAFE) {
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    return options;
  }

  /**
   * One quick compiler and a collector without threads: a short start counts for more than the last
   * bit of speed, and on few cores they leave those to the work.
   */
  public static List<String> light() {
    return List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
  }

  /**
   * Starts small and makes little garbage wait, which holds the server near 120 MB; its bound
   * leaves room for a dozen of the largest invoices at once.
   */
  public static List<String> smallHeap() {
    return List.of("-Xms24m", "-Xmn8m", "-Xmx256m");
  }
}
