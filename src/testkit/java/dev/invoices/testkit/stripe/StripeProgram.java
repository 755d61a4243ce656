package dev.invoices.testkit.stripe;

import java.time.Duration;
import java.util.Map;

/**
 * Runs a stand-in of Stripe as a program of its own:
 *
 * <pre>java -cp ... dev.invoices.testkit.stripe.StripeProgram PORT acct_1Alpha usd=1000000</pre>
 *
 * <p>Then a {@code POST} to {@code /admin/fault?name=cut-after-commit&times=2&ms=100}, {@code
 * /admin/forget-keys} or {@code /admin/clock?seconds=90000} commands it, and a {@code GET} of
 * {@code /admin/counts} says how many transfers there are for each obligation.
 */
public final class StripeProgram {

  private StripeProgram() {}

  /**
   * Runs it until the process is ended.
   *
   * @param args a port, then accounts and balances such as {@code usd=1000000}
   */
  public static void main(String[] args) throws Exception {
    StripeStandIn standIn = StripeStandIn.start(Integer.parseInt(args[0]));
    for (int i = 1; i < args.length; i++) {
      String[] balance = args[i].split("=");
      if (balance.length == 2) {
        standIn.balance(balance[0], Long.parseLong(balance[1]));
      } else {
        standIn.account(args[i]);
      }
    }
    System.out.println("The stand-in of Stripe listens at " + standIn.url());
    Thread.currentThread().join();
  }

  static StripeAnswer command(StripeStandIn standIn, String path, Map<String, String> query) {
    switch (path) {
      case "/admin/fault" ->
          standIn.fail(
              StripeFault.named(query.get("name")),
              Integer.parseInt(query.getOrDefault("times", "1")),
              Duration.ofMillis(Long.parseLong(query.getOrDefault("ms", "0"))));
      case "/admin/forget-keys" -> standIn.forgetKeys();
      case "/admin/clock" ->
          standIn.moveClock(Duration.ofSeconds(Long.parseLong(query.get("seconds"))));
      case "/admin/counts" -> {
        return StripeAnswer.ok(standIn.transfersByObligation());
      }
      default -> {
        return StripeAnswer.unknownAddress(path);
      }
    }
    return StripeAnswer.ok(Map.of());
  }
}
