package dev.invoices.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.CommandOnPath;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.TemporalFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The files in src/service start and stop the worker as they say, in a folder like the one they
 * name.
 */
class ServiceFilesIT {

  private static final Path UNIT = Path.of("src", "service", "invoice-worker.service");
  private static final Path PLIST = Path.of("src", "service", "dev.invoices.worker.plist");
  private static final Path OPERATING = Path.of("docs", "operating.md");
  private static final String JAVA = "/usr/bin/java";
  private static final String LISTENING = "Worker started. Listening for invoice workflows...";

  /** With the Java that runs now: the one that the unit names need not be on this machine. */
  @Test
  void unit_isTakenBySystemd(@TempDir Path directory) throws Exception {
    Path verify = CommandOnPath.require("get it from Debian's package systemd", "systemd-analyze");
    String text = Files.readString(UNIT);
    assertThat(text).contains("ExecStart=" + JAVA + " ");
    Path copy =
        Files.writeString(
            directory.resolve(UNIT.getFileName()),
            text.replace("ExecStart=" + JAVA, "ExecStart=" + javaOfThisTest()));
    Process process =
        new ProcessBuilder(verify.toString(), "verify", "--man=no", copy.toString())
            .redirectErrorStream(true)
            .start();

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(new String(process.getInputStream().readAllBytes()))
        .doesNotContain("invoice-worker");
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void unit_startsTheWorkerAndStopsItCleanly(@TempDir Path directory) throws Exception {
    Map<String, String> unit = unit();
    List<String> command = List.of(unit.get("ExecStart").split(" "));
    Map<String, String> settings = setting(unit.get("Environment"), directory);

    try (var temporal = TemporalFixture.inMemory();
        var worker = start(temporal, command, settings, directory)) {
      assertThat(worker.stdoutLine(0)).isEqualTo(LISTENING);
      assertThat(directory.resolve("ledger.db")).exists();

      worker.terminate();

      assertThat(
              worker.exitStatus(Duration.ofSeconds(Integer.parseInt(unit.get("TimeoutStopSec")))))
          .isEqualTo(Integer.parseInt(unit.get("SuccessExitStatus")));
    }
  }

  @Test
  void unit_wrongSettings_endWithTheStatusThatIsNotRestarted(@TempDir Path directory)
      throws Exception {
    Map<String, String> unit = unit();
    List<String> command = List.of(unit.get("ExecStart").split(" "));

    try (var temporal = TemporalFixture.inMemory();
        var worker = start(temporal, command, Map.of("INVOICE_PAYMENT_PACE", "never"), directory)) {
      assertThat(worker.exitStatus())
          .isEqualTo(Integer.parseInt(unit.get("RestartPreventExitStatus")));
    }
  }

  @Test
  void checkOfTheService_runsAsTheUnitDoes() throws Exception {
    String command = Files.readString(OPERATING).split("\n(?=systemd-run )")[1].split("\n```")[0];
    Map<String, String> unit = unit();

    for (String property : List.of("User", "WorkingDirectory", "Environment", "EnvironmentFile")) {
      assertThat(command).contains(" -p %s=%s ".formatted(property, unit.get(property)));
    }
    assertThat(command)
        .endsWith(unit.get("ExecStart").split(" ")[0] + " -jar target/invoice-worker.jar --check");
  }

  @Test
  void plist_startsTheWorkerAndStopsItInTime(@TempDir Path directory) throws Exception {
    Map<String, Element> plist = plist();
    List<String> command = texts(plist.get("ProgramArguments"), "string");

    try (var temporal = TemporalFixture.inMemory();
        var worker = start(temporal, command, Map.of(), directory)) {
      assertThat(worker.stdoutLine(0)).isEqualTo(LISTENING);

      worker.terminate();

      worker.exitStatus(
          Duration.ofSeconds(Integer.parseInt(plist.get("ExitTimeOut").getTextContent())));
    }
  }

  /** Starts a command of a service in a folder that holds what the documents tell to copy. */
  private static JarProcess start(
      TemporalFixture temporal, List<String> command, Map<String, String> settings, Path directory)
      throws Exception {
    Path target = Files.createDirectories(directory.resolve("opt").resolve("target"));
    for (String name : List.of("invoice-worker.jar", "invoice-worker.args")) {
      Files.copy(PackagedJar.worker().path().resolveSibling(name), target.resolve(name));
    }
    List<String> own = new ArrayList<>(command);
    assertThat(own.set(0, javaOfThisTest())).isEqualTo(JAVA);
    ProcessBuilder process = new ProcessBuilder(own).directory(target.getParent().toFile());
    temporal.serve(process).environment().putAll(settings);
    return JarProcess.start(process);
  }

  private static String javaOfThisTest() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The folder of the service's state is another one in the test. */
  private static Map<String, String> setting(String assignment, Path folder) {
    String[] parts = assignment.split("=", 2);
    return Map.of(parts[0], parts[1].replace("/var/lib/invoice-processor", folder.toString()));
  }

  private static Map<String, String> unit() throws Exception {
    return Files.readAllLines(UNIT).stream()
        .filter(line -> line.matches("[A-Z].*=.*"))
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }

  /** Keys and values of its only dictionary at the top. */
  private static Map<String, Element> plist() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    Document document = factory.newDocumentBuilder().parse(PLIST.toFile());
    List<Element> parts = elements(document.getElementsByTagName("dict").item(0).getChildNodes());
    return IntStream.range(0, parts.size() / 2)
        .boxed()
        .collect(
            Collectors.toMap(i -> parts.get(2 * i).getTextContent(), i -> parts.get(2 * i + 1)));
  }

  private static List<String> texts(Element array, String tag) {
    return elements(array.getElementsByTagName(tag)).stream().map(Element::getTextContent).toList();
  }

  private static List<Element> elements(NodeList nodes) {
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .toList();
  }
}
