package dev.invoices.worker;

import dev.invoices.check.Check;
import dev.invoices.check.CheckLine;
import dev.invoices.check.JavaCheck;
import dev.invoices.check.SettingsCheck;
import dev.invoices.check.TemporalCheck;
import dev.invoices.launch.ThisJar;
import dev.invoices.ledger.LedgerContents;
import dev.invoices.ledger.LedgerException;
import dev.invoices.temporal.SettingsException;
import dev.invoices.temporal.TemporalConnection;
import dev.invoices.temporal.TemporalProfile;
import dev.invoices.worker.gateway.GatewayChoice;
import dev.invoices.worker.store.FilePlace;
import dev.invoices.worker.store.LedgerPlace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * {@code --check} of the worker: whether it could start and pay on this machine. It opens the
 * ledger for reading only, and starts nothing.
 */
final class SelfCheck {

  private static final String LEDGER = "Ledger";
  private static final String GATEWAY = "Gateway";
  private static final String PAYEES = "Payees";

  private static final String LEDGER_HANGS =
      "Another process may hold the ledger's file locked: stop it. Or the database does not answer: correct its address in INVOICE_LEDGER, or the network.";
  private static final String GATEWAY_HANGS =
      "The provider does not answer. Correct the network, or the provider's address, if you have set one.";

  private final Map<String, String> environment;
  private final CompletableFuture<TemporalConnection> connection = new CompletableFuture<>();
  private final CompletableFuture<Used> used = new CompletableFuture<>();

  /** The settings that are in use, and the namespace that the ledger has to belong to. */
  private record Used(WorkerSettings settings, String namespace) {}

  /**
   * A check that has not begun.
   *
   * @param environment the variables of this process
   */
  SelfCheck(Map<String, String> environment) {
    this.environment = environment;
  }

  /** All that is looked at, in the order of the table. */
  List<Check> checks() {
    TemporalCheck temporal = new TemporalCheck(connection);
    return List.of(
        JavaCheck.version(),
        JavaCheck.archive(ThisJar.path()),
        SettingsCheck.of(environment, this::read, connection),
        SettingsCheck.unknownNames(environment),
        withSettings(LEDGER, SelfCheck::ledger).ifItHangs(LEDGER_HANGS),
        withSettings(GATEWAY, known -> gateway(known.settings().gateway()))
            .ifItHangs(GATEWAY_HANGS),
        new Check(PAYEES, this::payees),
        temporal.temporal(),
        temporal.namespace(() -> used.join().settings().rules().approvalTimeout()));
  }

  private TemporalConnection read() throws SettingsException {
    try {
      TemporalProfile profile = TemporalProfile.fromEnvironment(environment);
      String namespace = profile.namespace();
      WorkerSettings settings = WorkerSettings.fromEnvironment(environment, namespace);
      used.complete(new Used(settings, namespace));
      return TemporalConnection.open(profile);
    } finally {
      used.completeExceptionally(new SettingsException("a setting is wrong"));
    }
  }

  private Check withSettings(String item, Function<Used, CheckLine> look) {
    return Check.ofOne(
        item,
        () -> {
          try {
            return look.apply(used.join());
          } catch (CompletionException e) {
            return CheckLine.note(item, "Not checked, because a setting is wrong.");
          }
        });
  }

  private static CheckLine ledger(Used known) {
    LedgerPlace place = known.settings().ledger();
    try {
      place.requireUsable();
      Optional<LedgerContents> contents = place.contents(known.namespace());
      if (contents.isPresent()) {
        known.settings().gateway().requireFitting(contents.get().providers(), place.toString());
      }
      return contents
          .map(found -> ledger(found, place))
          .orElseGet(
              () ->
                  CheckLine.note(
                      LEDGER,
                      "There is no %s yet. The worker creates it when it starts. If payments were made before, correct %s."
                          .formatted(described(place), WorkerSettings.LEDGER)));
    } catch (SettingsException | LedgerException e) {
      return CheckLine.bad(LEDGER, e.getMessage() + ".");
    }
  }

  private static String described(LedgerPlace place) {
    return place instanceof FilePlace ? place.toString() : "ledger in " + place;
  }

  private static CheckLine ledger(LedgerContents found, LedgerPlace place) {
    String text =
        "%s has %,d %s."
            .formatted(place, found.payments(), found.payments() == 1 ? "payment" : "payments");
    return found.isCurrent()
        ? CheckLine.good(LEDGER, text)
        : CheckLine.good(
            LEDGER,
            text
                + " It is of an earlier version, and the worker converts it when it starts. Copy it before.");
  }

  /** None where payments do not go by a list. What is wrong with one is said of the settings. */
  private List<CheckLine> payees() {
    try {
      return used.join().settings().gateway().payees().stream()
          .map(text -> CheckLine.good(PAYEES, text))
          .toList();
    } catch (CompletionException e) {
      return List.of();
    }
  }

  private static CheckLine gateway(GatewayChoice gateway) {
    String text = gateway.summary() + ".";
    try {
      return gateway
          .check()
          .map(problem -> CheckLine.bad(GATEWAY, text + " " + problem))
          .orElseGet(() -> CheckLine.good(GATEWAY, text));
    } catch (SettingsException e) {
      return CheckLine.bad(GATEWAY, "%s %s.".formatted(text, e.getMessage()));
    }
  }
}
