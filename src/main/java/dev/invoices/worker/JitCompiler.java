package dev.invoices.worker;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the JVM's optimizing compiler from taking the processor time that payments need. On two
 * cores it takes as much as all of the worker's own work for the first thousands of invoices (JDK
 * 17), and the worker, which mostly waits, is hardly faster for it.
 *
 * <p>{@code -XX:TieredStopAtLevel=1} does the same, and {@code target/invoice-worker.args} has it.
 * A jar cannot carry JVM options, though, so a worker that is started without them asks the running
 * JVM, by the diagnostic command that {@code jcmd} calls {@code Compiler.directives_add}.
 */
final class JitCompiler {

  /** With more processors than these the compiler has one of its own. */
  private static final int FEW_PROCESSORS = 4;

  private static final String WITHOUT_OPTIMIZING_COMPILER =
      "[{match: \"*.*\", c2: {Exclude: true}}]";

  private static final Pattern COMPILER_OPTION =
      Pattern.compile("Tiered|Compil|^-Xint$|^-Xcomp$|JVMCI");

  private static final Logger log = LoggerFactory.getLogger(JitCompiler.class);

  private JitCompiler() {}

  /**
   * Leaves the optimizing compiler out where processors are few, the JVM knows the command, and its
   * options do not choose a compiler.
   */
  static void spareProcessors() {
    if (Runtime.getRuntime().availableProcessors() > FEW_PROCESSORS || isChosen()) {
      return;
    }
    try {
      Path directives = Files.createTempFile("invoice-worker-compiler", ".json");
      try {
        Files.writeString(directives, WITHOUT_OPTIMIZING_COMPILER);
        add(directives);
      } finally {
        Files.deleteIfExists(directives);
      }
      log.info("Few processors: the JVM's optimizing compiler is left out.");
    } catch (IOException | JMException | RuntimeException e) {
      log.debug("The optimizing compiler stays in use: {}", e.toString());
    }
  }

  private static boolean isChosen() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .anyMatch(COMPILER_OPTION.asPredicate());
  }

  private static void add(Path directives) throws JMException {
    ManagementFactory.getPlatformMBeanServer()
        .invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"),
            "compilerDirectivesAdd",
            new Object[] {new String[] {directives.toString()}},
            new String[] {String[].class.getName()});
  }
}
