package dev.invoices.benchmark;

import dev.invoices.testkit.TemporalFixture;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Measures the packaged jars on the real Temporal, beside what the platform needs for the same, and
 * prints one table. {@code mvn -q -Pbenchmark} runs it, {@code -Dbenchmark=start,lines} only some
 * of it.
 *
 * <p>Exits with 0 when everything was measured, whatever the figures are; with 1 when something
 * could not be measured, with 2 when it cannot begin.
 */
public final class Benchmark {

  private static final int NOT_MEASURED = 1;
  private static final int CANNOT_BEGIN = 2;

  private Benchmark() {}

  /** Measures. */
  public static void main(String[] args) throws Exception {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    Set<ProcessHandle> notOurs = Set.of(descendants());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endAllBut(notOurs), "stop"));
    Optional<Path> cli = TemporalFixture.cliOnPath();
    if (cli.isEmpty()) {
      System.err.println(
          "The benchmark needs the real Temporal: put its command line tool, temporal, on the PATH (https://docs.temporal.io/cli).");
      System.exit(CANNOT_BEGIN);
    }
    Map<String, Part> parts = parts();
    Set<String> selected = selected(parts);
    Report report = new Report(System.out);
    Launch launch = Launch.ofPackagedJars();
    parts.keySet().retainAll(selected);
    parts.values().forEach(part -> measure(part, cli.get(), launch, report));
    report.printTable();
    System.exit(report.isComplete() ? 0 : NOT_MEASURED);
  }

  private static Map<String, Part> parts() {
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("start", new StartPart());
    parts.put("answers", new AnswersPart());
    parts.put("conversation", new ConversationPart());
    parts.put("crowd", new CrowdPart());
    parts.put("memory", new MemoryPart());
    parts.put("lines", new LongInvoicePart());
    parts.put("money", new MoneyPart());
    parts.put("throughput", new ThroughputPart());
    parts.put("waiting", new WaitingPart());
    return parts;
  }

  private static Set<String> selected(Map<String, Part> parts) {
    String option = System.getProperty("benchmark.parts", "");
    Set<String> selected =
        option.isEmpty() ? parts.keySet() : new TreeSet<>(List.of(option.split(",")));
    if (!parts.keySet().containsAll(selected)) {
      System.err.println(
          "The parts of the benchmark are %s, not \"%s\".".formatted(parts.keySet(), option));
      System.exit(CANNOT_BEGIN);
    }
    return selected;
  }

  private static void measure(Part part, Path cli, Launch launch, Report report) {
    try (Site site = new Site(cli, launch)) {
      part.measure(site, report);
    } catch (Exception e) {
      report.failed(part.getClass().getSimpleName(), e);
    }
  }

  private static ProcessHandle[] descendants() {
    return ProcessHandle.current().descendants().toArray(ProcessHandle[]::new);
  }

  private static void endAllBut(Set<ProcessHandle> notOurs) {
    for (ProcessHandle process : descendants()) {
      if (!notOurs.contains(process)) {
        process.destroyForcibly();
      }
    }
  }
}
