package dev.invoices.training;

import static dev.invoices.testkit.RawServer.callTool;
import static dev.invoices.testkit.RawServer.initialize;
import static dev.invoices.testkit.RawServer.initialized;
import static dev.invoices.testkit.RawServer.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.launch.JvmOptions;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.RawServer;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes what the packaged jars start quickly with: the worker's argument file and the class-data
 * archives of both. For these, server and worker play a short conversation with a Temporal and a
 * ledger of its own; as they end, the JVM (17 and newer) writes the classes that they have loaded
 * to a file, from which a later start takes them.
 *
 * <p>An archive only saves time: if one cannot be made, one line says so and the build continues.
 */
public final class Training {

  /** Writing an archive takes a JVM 2 s where no other program needs the processor. */
  private static final Duration WRITE_LIMIT = Duration.ofSeconds(60);

  private static final String TO_PAY = "TRAINING-1";
  private static final String TO_REJECT = "TRAINING-2";

  private static final String COMPLETION =
      """
      {"ref": {"type": "ref/resource", "uri": "invoice://{id}"}, "argument": {"name": "id", "value": "T"}}""";

  private int calls;

  private Training() {}

  /**
   * Trains both jars, from the folder of the pom.
   *
   * @throws IOException when a jar is missing or the argument file cannot be written
   */
  public static void main(String[] args) throws IOException {
    PackagedJar worker = PackagedJar.worker();
    PackagedJar server = PackagedJar.server();
    WorkerArguments.write(worker, Path.of("").toAbsolutePath());
    // What the in-memory Temporal logs is no part of a build's output.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    try {
      new Training().train(server, worker);
    } catch (Exception | AssertionError e) {
      System.err.println(
          "[WARNING] The class-data archives were not made, so the jars start slower: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString()));
    }
    System.exit(0);
  }

  private void train(PackagedJar serverJar, PackagedJar workerJar) throws Exception {
    Files.deleteIfExists(serverJar.archive());
    Files.deleteIfExists(workerJar.archive());
    try (var temporal = TemporalFixture.inMemory();
        var worker = WorkerProcess.start(recording(workerJar, temporal), line -> {});
        var server = RawServer.start(recording(serverJar, temporal))) {
      converse(server);
      server.process().endInput();
      worker.terminate();
      server.process().exitStatus(WRITE_LIMIT);
      worker.exitStatus(WRITE_LIMIT);
    }
    publish(serverJar);
    publish(workerJar);
  }

  private static ProcessBuilder recording(PackagedJar jar, TemporalFixture temporal) {
    List<String> options =
        new ArrayList<>(List.of("-Xlog:disable", "-XX:+DisplayVMOutputToStderr"));
    options.add(JvmOptions.writeArchive(unfinished(jar)));
    options.addAll(JvmOptions.light());
    options.add("-Xmx256m");
    ProcessBuilder process =
        new ProcessBuilder(jar.commandWithoutArchive(options.toArray(String[]::new)));
    temporal.serve(process).environment().putAll(Map.of("INVOICE_PAYMENT_PACE", "PT0S"));
    return process;
  }

  /** All that the first minutes of a real conversation ask for. */
  private void converse(RawServer server) throws Exception {
    ask(server, initialize(++calls, "2025-11-25"));
    server.send(initialized());
    for (String list : new String[] {"tools", "prompts", "resources/templates"}) {
      ask(server, request(++calls, list + "/list", "{}"));
    }
    ask(server, request(++calls, "prompts/get", "{\"name\": \"review-invoices\"}"));
    call(server, "process_invoice", "{\"invoice_data\": {\"id\": \"no id\", \"lines\": []}}");
    for (String id : new String[] {TO_PAY, TO_REJECT}) {
      call(server, "process_invoice", invoice(id));
      awaitStatus(server, id, "Awaiting approval");
    }
    ask(server, request(++calls, "completion/complete", COMPLETION));
    ask(
        server,
        request(++calls, "resources/read", "{\"uri\": \"invoice://%s\"}".formatted(TO_PAY)));
    call(server, "approve_invoice", aboutInvoice(TO_PAY));
    call(server, "reject_invoice", aboutInvoice(TO_REJECT));
    awaitStatus(server, TO_PAY, "Completed");
    awaitStatus(server, TO_REJECT, "Rejected by approver");
  }

  private void awaitStatus(RawServer server, String id, String status) throws Exception {
    Eventually.see(
        status,
        () -> call(server, "get_invoice_status", aboutInvoice(id)),
        answer -> answer.at("/result/structuredContent/status").asText().equals(status));
  }

  private JsonNode call(RawServer server, String tool, String arguments) throws Exception {
    return ask(server, callTool(++calls, tool, arguments));
  }

  private static JsonNode ask(RawServer server, String request) throws Exception {
    server.send(request);
    JsonNode answer = server.next();
    if (!answer.has("result")) {
      throw new IOException("The server answered " + answer);
    }
    return answer;
  }

  private static String invoice(String id) {
    return """
        {"invoice_data": {"id": "%s", "vendor": "Training", "lines": [
          {"item": "Desk", "amount": 100.10, "description": "oak"}, {"item": "Chair", "amount": 50}]}}"""
        .formatted(id)
        .replace("\n", "");
  }

  private static String aboutInvoice(String id) {
    return "{\"invoice_id\": \"%s\"}".formatted(id);
  }

  /** The JVM (17) crashes on an archive that breaks off, so an unfinished one has another name. */
  private static Path unfinished(PackagedJar jar) {
    return jar.archive().resolveSibling(jar.archive().getFileName() + ".part");
  }

  private static void publish(PackagedJar jar) throws IOException {
    if (!Files.exists(unfinished(jar))) {
      throw new IOException("the JVM of %s wrote none".formatted(jar.path().getFileName()));
    }
    Files.move(unfinished(jar), jar.archive(), StandardCopyOption.ATOMIC_MOVE);
  }
}
