package dev.invoices.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.json.ExactJson;
import dev.invoices.launch.JvmOptions;
import dev.invoices.testkit.PackagedJar;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands that start the programs, as their users start them. */
final class Launch {

  private final PackagedJar server;
  private final PackagedJar worker;
  private final List<String> registered;

  private Launch(PackagedJar server, PackagedJar worker, List<String> registered) {
    this.server = server;
    this.worker = worker;
    this.registered = registered;
  }

  /** For the packaged jars; the server says itself with which options it wants to be started. */
  static Launch ofPackagedJars() throws IOException, InterruptedException {
    PackagedJar server = PackagedJar.server();
    List<String> command = new ArrayList<>(server.command());
    command.add("--print-config");
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    JsonNode entry =
        ExactJson.mapper().readTree(process.getInputStream()).at("/mcpServers/invoice-processor");
    process.waitFor();
    List<String> registered = new ArrayList<>();
    registered.add(entry.get("command").asText());
    entry.get("args").forEach(argument -> registered.add(argument.asText()));
    return new Launch(server, PackagedJar.worker(), registered);
  }

  /** The server as Claude Desktop starts it, with a class-data archive if the build made one. */
  List<String> server() {
    return registered;
  }

  /** The same without an archive. */
  List<String> serverWithoutArchive() {
    String archive = JvmOptions.fromArchive(server.path());
    return registered.stream().filter(option -> !option.equals(archive)).toList();
  }

  boolean serverHasArchive() {
    return Files.isRegularFile(server.archive()) && !server().equals(serverWithoutArchive());
  }

  /** The worker as the README starts it to be fast, with a class-data archive if there is one. */
  List<String> worker() {
    List<String> options = new ArrayList<>(List.of("-Xlog:disable"));
    options.addAll(JvmOptions.light());
    return worker.command(options.toArray(String[]::new));
  }

  boolean workerHasArchive() {
    return Files.isRegularFile(worker.archive());
  }

  /** A program of the benchmark itself, on the libraries and with the options of the worker. */
  List<String> floor(Class<?> main) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(JvmOptions.light());
    command.add("-cp");
    command.add(classesOf(main) + System.getProperty("path.separator") + worker.path());
    command.add(main.getName());
    return command;
  }

  /** A program of the benchmark itself that needs nothing but Java. */
  List<String> bareFloor(Class<?> main) {
    return List.of(java(), "-cp", classesOf(main).toString(), main.getName());
  }

  private String java() {
    return worker.command().get(0);
  }

  private static Path classesOf(Class<?> main) {
    try {
      return Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class is loaded from a proper location", e);
    }
  }
}
