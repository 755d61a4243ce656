package dev.invoices.demo;

import java.io.Console;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The human at the terminal, who may take as long as they like. */
final class Person {

  private final Console console;
  private final DemoOutput story;

  private Person(Console console, DemoOutput story) {
    this.console = console;
    this.story = story;
  }

  /** Empty when input or output is not a terminal: in CI, in a pipe. */
  static Optional<Person> atTerminal(DemoOutput story) {
    return Optional.ofNullable(System.console()).map(console -> new Person(console, story));
  }

  /**
   * Asks until the answer is one.
   *
   * @return empty when they end their input (Ctrl-D) instead
   */
  Optional<HumanDecision> decide(String invoice) throws InterruptedException {
    story.ask("%s. Approve or reject?".formatted(invoice));
    Optional<String> answer = readLine();
    while (answer.isPresent()) {
      Optional<HumanDecision> verdict = HumanDecision.of(answer.get());
      if (verdict.isPresent()) {
        return verdict;
      }
      story.ask("Please type approve or reject (a or r will do):");
      answer = readLine();
    }
    story.tell("");
    return Optional.empty();
  }

  /** Waits for Enter. */
  void confirm(String prompt) throws InterruptedException {
    story.ask(prompt);
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
