package dev.invoices.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.FolderProvider;
import dev.invoices.payment.provider.PaymentProvider;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.ToolReply;
import dev.invoices.testkit.WorkerProcess;
import dev.invoices.testkit.stripe.StripeFault;
import dev.invoices.testkit.stripe.StripeStandIn;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged worker pays through the gateway that its settings choose. */
@Tag("patient")
@Timeout(120)
class GatewayIT {

  private static final String ALPHA = "acct_1Alpha";

  @TempDir Path directory;

  @Test
  void stripe_movesTheMoneyOfAnApprovedInvoiceOnce() throws Exception {
    Queue<String> log = new ConcurrentLinkedQueue<>();
    try (StripeStandIn stripe = standIn();
        InvoiceStack stack = InvoiceStack.start();
        McpTools tools = stack.connect("claude-ai");
        WorkerProcess worker = worker(stack, stripe(stripe), log)) {
      submit(tools, "INV-1", "Alpha GmbH");
      tools.approve("INV-1");

      ToolReply paid = tools.awaitStatus("INV-1", "Completed");

      assertThat(paid.text()).contains("receipt tr_");
      assertThat(stripe.transfersByObligation().values()).containsExactly(1);
      assertThat(worker.isAlive()).isTrue();
      assertThat(log)
          .anyMatch(line -> line.contains("Payments: Stripe with a test key: no real money moves"));
      String history = stack.client().fetchHistory("invoice-INV-1").toJson(false);
      assertThat(log + history + paid.text()).doesNotContain(StripeStandIn.KEY);
    }
  }

  @Test
  void vendorWithoutAnAccount_isDeclined_andPaidOnceTheListHasIt() throws Exception {
    Queue<String> log = new ConcurrentLinkedQueue<>();
    try (StripeStandIn stripe = standIn();
        InvoiceStack stack = InvoiceStack.start();
        McpTools tools = stack.connect("claude-ai");
        WorkerProcess worker = worker(stack, stripe(stripe), log)) {
      submit(tools, "INV-2", "Beta GmbH");
      tools.approve("INV-2");
      ToolReply declined = tools.awaitStatus("INV-2", "Payment declined - awaiting decision");
      assertThat(declined.text())
          .contains("no account is known for this vendor. Add it to the list of payees");

      payees("Alpha GmbH", "Beta GmbH");
      tools.approve("INV-2");

      tools.awaitStatus("INV-2", "Completed");
      assertThat(stripe.transfersByObligation().values()).containsExactly(1);
      assertThat(worker.isAlive()).isTrue();
    }
  }

  @Test
  void keyThatStripeRefusesForAWhile_needsAttention_andIsPaidOnceAfterwards() throws Exception {
    Queue<String> log = new ConcurrentLinkedQueue<>();
    try (StripeStandIn stripe = standIn();
        InvoiceStack stack = InvoiceStack.start();
        McpTools tools = stack.connect("claude-ai");
        WorkerProcess worker = worker(stack, stripe(stripe), log)) {
      stripe.fail(StripeFault.KEY_REFUSED, 2);
      submit(tools, "INV-3", "Alpha GmbH");
      tools.approve("INV-3");

      Eventually.see(
          "Stripe's refusal",
          () -> tools.status("INV-3"),
          reply -> reply.status().equals("Payment needs attention"));

      tools.awaitStatus("INV-3", "Completed");
      assertThat(stripe.transfersByObligation().values()).containsExactly(1);
      assertThat(worker.isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rk_test_0123456789other, STRIPE_API_KEY is not accepted by Stripe. Set it to a valid key",
    "rk_live_0123456789other, STRIPE_API_KEY is a live key",
    "pk_test_0123456789other, STRIPE_API_KEY is no key that can pay"
  })
  void wrongKey_endsTheWorkerWithASentence(String key, String sentence) throws Exception {
    try (StripeStandIn stripe = standIn()) {
      Map<String, String> settings = stripe(stripe);
      settings.put("STRIPE_API_KEY", key);
      try (JarProcess worker = JarProcess.startAlone(PackagedJar.worker(), settings)) {
        assertThat(worker.exitStatus()).isEqualTo(2);
        assertThat(String.join("\n", worker.stderr())).contains(sentence).doesNotContain(key);
      }
    }
  }

  @Test
  void providerOfOnesOwn_isFoundOnTheClassPath() throws Exception {
    Path paid = Files.createDirectory(directory.resolve("paid"));
    Queue<String> log = new ConcurrentLinkedQueue<>();
    try (InvoiceStack stack = InvoiceStack.start();
        McpTools tools = stack.connect("claude-ai")) {
      ProcessBuilder command =
          stack
              .temporal()
              .serve(
                  new ProcessBuilder(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-cp",
                      PackagedJar.worker().path() + File.pathSeparator + jarOfTheProvider(),
                      Worker.class.getName()));
      command
          .environment()
          .putAll(Map.of("INVOICE_GATEWAY", "folder", "PAYMENT_FOLDER", paid.toString()));
      try (WorkerProcess worker = WorkerProcess.start(command, log::add)) {
        submit(tools, "INV-4", "Alpha GmbH");
        tools.approve("INV-4");

        assertThat(tools.awaitStatus("INV-4", "Completed").text()).contains("receipt folder-");
        assertThat(worker.isAlive()).isTrue();
      }
    }
    try (Stream<Path> files = Files.list(paid)) {
      assertThat(files.toList())
          .singleElement()
          .satisfies(file -> assertThat(file).hasContent("USD 10.50 to Alpha GmbH"));
    }
  }

  private static void submit(McpTools tools, String id, String vendor) throws Exception {
    tools.submit(
        "{\"id\": \"%s\", \"vendor\": \"%s\", \"lines\": [{\"item\": \"Desk\", \"amount\": 10.50}]}"
            .formatted(id, vendor));
    tools.awaitStatus(id, "Awaiting approval");
  }

  private static StripeStandIn standIn() throws IOException {
    return StripeStandIn.start().account(ALPHA).balance("usd", 1_000_000);
  }

  private Map<String, String> stripe(StripeStandIn stripe) throws IOException {
    payees("Alpha GmbH");
    return new HashMap<>(stripe.settings(directory.resolve("payees.json")));
  }

  private void payees(String... vendors) throws IOException {
    StripeStandIn.writePayees(directory.resolve("payees.json"), ALPHA, vendors);
  }

  private static WorkerProcess worker(
      InvoiceStack stack, Map<String, String> settings, Queue<String> log) throws Exception {
    return WorkerProcess.start(stack.temporal().workerCommand(settings), log::add);
  }

  /** As its author would pack it: the class, and its name as a service. */
  private Path jarOfTheProvider() throws IOException {
    String entry = FolderProvider.class.getName().replace('.', '/') + ".class";
    Path jar = directory.resolve("own provider.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(entry));
      try (var compiled = FolderProvider.class.getClassLoader().getResourceAsStream(entry)) {
        compiled.transferTo(out);
      }
      out.putNextEntry(new JarEntry("META-INF/services/" + PaymentProvider.class.getName()));
      out.write(FolderProvider.class.getName().getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }
}
