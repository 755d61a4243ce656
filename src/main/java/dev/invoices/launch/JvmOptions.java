package dev.invoices.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Options for the Java that runs now. With them it starts one of the jars quickly, from an archive
 * of its classes, and keeps its own messages off stdout. They differ by version: a JVM refuses to
 * start with an option that it does not know.
 */
public final class JvmOptions {

  private static final int FEATURE = Runtime.version().feature();

  /** Java 25 and newer have an AOT cache, which also holds linked classes. */
  private static final boolean HAS_AOT_CACHE = FEATURE >= 25;

  /** Java 24 and newer warn that Netty and Protobuf use {@code sun.misc.Unsafe}. */
  private static final boolean WARNS_OF_UNSAFE = FEATURE >= 24;

  private JvmOptions() {}

  /** The archive of a jar's classes, which the build writes beside the jar. */
  public static Path archive(Path jar) {
    String extension = HAS_AOT_CACHE ? ".aot" : ".jsa";
    return jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", "") + extension);
  }

  /** Loads a jar's classes from its archive. Java ignores an archive that is missing or invalid. */
  public static String fromArchive(Path jar) {
    return (HAS_AOT_CACHE ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive(jar);
  }

  /**
   * The option beside {@link #fromArchive} that makes Java refuse to start with an archive that
   * does not fit the jar or this Java.
   */
  public static String requireArchive() {
    return HAS_AOT_CACHE ? "-XX:AOTMode=on" : "-Xshare:on";
  }

  /** Writes an archive of the loaded classes when the JVM ends. */
  public static String writeArchive(Path file) {
    return (HAS_AOT_CACHE ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file;
  }

  /**
   * Keep the JVM's messages off stdout, which belongs to JSON-RPC. An invalid archive is not
   * reported either: it only makes the start slower.
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
   * Use one fast compiler and a garbage collector without threads of its own. A short start is
   * worth more than the highest speed, and on a machine with few cores the threads would slow down
   * the work. Compile ten times as early as Java would: a conversation has few calls, and most of
   * them would run uncompiled.
   */
  public static List<String> light() {
    return List.of(
        "-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=0.1", "-XX:+UseSerialGC");
  }

  /**
   * Start with a small heap and collect garbage early, which keeps the server near 130 MB. The
   * maximum leaves room for a dozen of the largest invoices at the same time.
   */
  public static List<String> smallHeap() {
    return List.of("-Xms24m", "-Xmn8m", "-Xmx256m");
  }
}
