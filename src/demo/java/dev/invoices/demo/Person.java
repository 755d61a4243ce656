package dev.invoices.demo;

import java.io.Console;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The human at the terminal, who may take as long as they like. */
final class Person {

  private final Console console;
  private final DemoOutput output;

  private Person(Console console, DemoOutput output) {
    this.console = console;
    this.output = output;
  }

  /** Empty when input or output is not a terminal: in CI, in a pipe. */
  static Optional<Person> atTerminal(DemoOutput output) {
    return Optional.ofNullable(System.console()).map(console -> new Person(console, output));
  }

  /**
   * Asks until the answer is one.
   *
   * @return empty when they end their input (Ctrl-D) instead
   */
  Optional<HumanDecision> decide(String invoice) throws InterruptedException {
    output.ask("%s. Approve or reject?".formatted(invoice));
    Optional<String> answer = readLine();
    while (answer.isPresent()) {
      Optional<HumanDecision> decision = HumanDecision.of(answer.get());
      if (decision.isPresent()) {
        return decision;
      }
      output.ask("Please type approve or reject (a or r will do):");
      answer = readLine();
    }
    output.tell("");
    return Optional.empty();
  }

  /** Waits for Enter. */
  void confirm(String prompt) throws InterruptedException {
    output.ask(prompt);
    readLine();
  }

  /** Reads on another thread, so that Ctrl-C can interrupt the waiting. */
  private Optional<String> readLine() throws InterruptedException {
    try {
      return CompletableFuture.supplyAsync(() -> Optional.ofNullable(console.readLine())).get();
    } catch (ExecutionException e) {
      return Optional.empty();
    }
  }
}
