package dev.invoices.server.tools.wording;

import dev.invoices.client.InvoiceView;
import dev.invoices.client.record.PendingPayment;
import dev.invoices.client.record.ResumeCommand;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.text.Quote;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is retried or paused, and how an operator resumes it. */
final class PendingText {

  /** The line number of a payment of which the line is not known. */
  private static final int UNKNOWN_LINE = 0;

  private static final String UNCERTAIN =
      "A payment was begun and is not confirmed yet. The money may have moved, unless the reason says otherwise. So nothing is paid a second time, and nothing is given up. The worker looks the payment up and tries it again by itself, at most some minutes later. If this lasts, check three things: the reason, the account at the payment provider, and the settings of the worker.";

  private PendingText() {}

  /** A foreign worker does not say which line it pays; ours are reported with their lines. */
  static void addPayments(InvoiceView view, List<String> lines) {
    Map<Boolean, List<PendingPayment>> retriedByQuestion =
        view.payments().stream()
            .filter(payment -> payment.isRetried() && !payment.isPaused())
            .collect(Collectors.partitioningBy(PendingPayment::question));
    retriedByQuestion.get(true).forEach(question -> lines.add(unanswered(question)));
    List<PendingPayment> retried = retriedByQuestion.get(false);
    if (view.snapshot().isEmpty()) {
      for (PendingPayment payment : retried) {
        lines.add(
            "A payment is retried after %s: %s"
                .formatted(failures(payment.failedAttempts()), Quote.of(payment.lastError())));
      }
    } else if (retried.size() > 1) {
      lines.add("%d payments are retried.".formatted(retried.size()));
    }
    if (view.status() == InvoiceStatus.PAYMENT_UNCERTAIN) {
      lines.add(UNCERTAIN);
    }
    view.payments().forEach(payment -> addPaused(payment, lines));
  }

  private static String unanswered(PendingPayment question) {
    return "The ledger was asked what was paid and has not answered. It is asked again after %s: %s"
        .formatted(failures(question.failedAttempts()), Quote.of(question.lastError()));
  }

  /** {@code 1 failed attempt}, {@code 2 failed attempts}. */
  static String failures(int attempts) {
    return "%,d failed %s".formatted(attempts, attempts == 1 ? "attempt" : "attempts");
  }

  private static void addPaused(PendingPayment payment, List<String> lines) {
    payment
        .resumeCommand()
        .ifPresent(
            command ->
                lines.add("An operator paused %s. %s".formatted(named(payment), resumed(command))));
  }

  private static String named(PendingPayment payment) {
    if (payment.question()) {
      return "the question to the ledger";
    }
    return payment.line() == UNKNOWN_LINE ? "a payment" : "the payment of line " + payment.line();
  }

  /** How a paused workflow is resumed. */
  static void addPaused(InvoiceView view, List<String> lines) {
    view.resumeCommand()
        .ifPresent(
            command ->
                lines.add(
                    "An operator paused the workflow. Decisions are kept, and nothing is lost. "
                        + resumed(command)));
  }

  /** The command ends the sentence, so that nothing else is copied with it. */
  private static String resumed(ResumeCommand command) {
    String first =
        command.placeholders().stream()
            .map(word -> "the %s in place of %s".formatted(named(word), word))
            .collect(Collectors.joining(" and "));
    return "It continues when an operator %s: %s"
        .formatted(
            first.isEmpty()
                ? "enters"
                : "puts %s, quoted for the shell, and enters".formatted(first),
            command.text());
  }

  private static String named(String placeholder) {
    return placeholder.toLowerCase(Locale.ROOT).replace("_id", " id");
  }
}
