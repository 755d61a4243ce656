package dev.invoices.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.WorkerProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker that is started without JVM options leaves the optimizing compiler out by itself. */
@Timeout(60)
class JitCompilerIT {

  @Test
  void workerOnFewProcessors_leavesTheOptimizingCompilerOut() throws Exception {
    assumeTrue(Runtime.getRuntime().availableProcessors() <= 4, "this machine has many processors");
    try (var temporal = TemporalFixture.inMemory();
        var worker =
            WorkerProcess.start(
                temporal.serve(new ProcessBuilder(PackagedJar.worker().command())), line -> {})) {
      String directives =
          Eventually.see(
              "a directive of the worker's own",
              () -> directivesOf(worker),
              text -> text.contains("Exclude:true"));

      assertThat(
              directives.substring(directives.indexOf("c2 directives")).lines().skip(2).findFirst())
          .get()
          .asString()
          .contains("Enable:true Exclude:true");
    }
  }

  private static String directivesOf(WorkerProcess worker) throws Exception {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(worker.pid()), "Compiler.directives_print")
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }
}
