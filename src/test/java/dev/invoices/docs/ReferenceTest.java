package dev.invoices.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.payment.provider.PaymentProvider;
import dev.invoices.server.tools.ResultCode;
import dev.invoices.workflow.InvoiceWorkflow;
import dev.invoices.workflow.ProcessingRules;
import dev.invoices.workflow.activity.PaymentActivities;
import dev.invoices.workflow.activity.RegisterActivities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents say everything that a person may have to look up, and nothing else. */
class ReferenceTest {

  private static final Path PRODUCT = Path.of("src", "main", "java", "dev", "invoices");
  private static final Path TOOLS = Path.of("src", "test", "resources", "tools-list.json");

  private static final Path SERVICES = Path.of("src", "service");

  /** How many seconds a worker needs to end once its payments are finished. */
  private static final long END = 15;

  /** A setting's name as the code has it, between quotes; the last one is a prefix of names. */
  private static final Pattern SETTING =
      Pattern.compile("\"((?:INVOICE|TEMPORAL|STRIPE)_[A-Z_]*[A-Z]|TEMPORAL_GRPC_META_)\"");

  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| (`.+?) \\|");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private final Document reference = Document.read(Document.REFERENCE);
  private final JsonNode tools = new ObjectMapper().readTree(TOOLS.toFile()).get("tools");

  ReferenceTest() throws IOException {}

  @Test
  void statuses_areThoseOfTheCode() {
    List<String> statuses = Arrays.stream(InvoiceStatus.values()).map(InvoiceStatus::text).toList();

    assertThat(documented("Statuses")).containsAll(statuses);
  }

  @Test
  void resultCodes_areThoseOfTheCode() {
    List<String> codes = Arrays.stream(ResultCode.values()).map(Enum::name).toList();

    assertThat(documented("Result codes")).containsExactlyInAnyOrderElementsOf(codes);
  }

  @Test
  void everyErrorCode_hasACure() throws IOException {
    Document troubleshooting = Document.read(Document.TROUBLESHOOTING);

    assertThat(Arrays.stream(ResultCode.values()).filter(ResultCode::isError))
        .allSatisfy(code -> assertThat(troubleshooting.text()).contains("| `" + code + "`"));
  }

  @Test
  void tools_areThoseOfTheServer() throws IOException {
    Document readme = Document.read(Document.README);

    for (JsonNode tool : tools) {
      String name = tool.get("name").asText();
      assertThat(documented(name))
          .as(name)
          .containsExactlyInAnyOrderElementsOf(properties(tool.get("inputSchema")));
      assertThat(readme.text()).contains("| `" + name + "` |");
    }
  }

  @Test
  void fieldsOfResults_areThoseOfTheServer() {
    String results = reference.section("Results");

    assertThat(tools)
        .allSatisfy(
            tool ->
                assertThat(properties(tool.get("outputSchema")))
                    .allSatisfy(field -> assertThat(results).contains("`" + field + "`")));
  }

  @Test
  void fieldsOfTheInvoice_haveARowEach() {
    JsonNode invoice = tools.get(0).at("/outputSchema/properties/invoice/properties");
    String afterTitle = reference.section("Results").split("Fields of `invoice`")[1];
    String table = afterTitle.split("Fields of each line")[0];

    assertThat(invoice.properties())
        .isNotEmpty()
        .allSatisfy(field -> assertThat(firstCells(table)).contains(field.getKey()));
  }

  @Test
  void settings_areThoseOfTheCode() throws IOException {
    List<String> settings =
        sources().flatMap(source -> Document.groups(SETTING, source)).distinct().sorted().toList();

    assertThat(settings).contains("INVOICE_LEDGER", "TEMPORAL_ADDRESS");
    assertThat(settings)
        .allSatisfy(setting -> assertThat(reference.text()).contains("`" + setting));
    assertThat(
            Stream.of("Worker", "Stripe", "Server and worker")
                .flatMap(heading -> documented(heading).stream()))
        .isSubsetOf(settings);
  }

  @Test
  void defaults_areThoseOfTheCode() {
    ProcessingRules rules = ProcessingRules.DEFAULT;

    assertThat(reference.text())
        .contains(
            "| `INVOICE_APPROVAL_TIMEOUT` | `P%dD` |".formatted(rules.approvalTimeout().toDays()))
        .contains("| `INVOICE_PAYMENT_PACE` | `%s` |".formatted(rules.paymentPace()))
        .contains("| `INVOICE_PAYMENTS_IN_FLIGHT` | `%d` |".formatted(rules.paymentsInFlight()))
        .contains("| `INVOICE_TASK_QUEUE` | `%s` |".formatted(InvoiceWorkflow.TASK_QUEUE));
  }

  @Test
  void limits_areThoseOfTheCode() {
    String limits = reference.section("process_invoice");

    assertThat(limits)
        .contains(String.format(Locale.ROOT, "1 to %,d lines", Invoice.MAX_LINES))
        .contains("who is paid; at most %d characters".formatted(Invoice.MAX_VENDOR_LENGTH))
        .contains("on the paper, 1 to %d characters".formatted(Invoice.MAX_ID_LENGTH))
        .contains("from it; at most %d characters".formatted(Invoice.MAX_NUMBER_LENGTH))
        .contains("what is paid for; at most %d characters".formatted(Invoice.MAX_ITEM_LENGTH))
        .contains(
            String.format(
                Locale.ROOT, "each line | at most %,d characters", Invoice.MAX_DESCRIPTION_LENGTH))
        .contains("up to %d entries".formatted(Invoice.MAX_EXTRA_ENTRIES))
        .contains("name of at most %d characters".formatted(Invoice.MAX_EXTRA_NAME_LENGTH))
        .contains("string of at most %d characters".formatted(Invoice.MAX_EXTRA_LENGTH))
        .contains(
            "at most %d digits before the point and %d decimals"
                .formatted(Invoice.MAX_EXTRA_INTEGER_DIGITS, Invoice.MAX_SHOWN_DECIMALS))
        .contains("at most %d digits before the point".formatted(Invoice.MAX_INTEGER_DIGITS))
        .contains(String.format(Locale.ROOT, "at most %,d bytes", Invoice.MAX_BYTES));
  }

  @Test
  void namesInTemporal_areThoseOfTheContract() {
    assertThat(
            List.of(
                InvoiceWorkflow.TYPE,
                InvoiceWorkflow.TASK_QUEUE,
                InvoiceWorkflow.APPROVE,
                InvoiceWorkflow.REJECT,
                InvoiceWorkflow.GET_STATUS,
                InvoiceWorkflow.GET_DETAILS,
                InvoiceWorkflow.INVALID_INVOICE,
                PaymentActivities.PROCESS_PAYMENT,
                PaymentActivities.FIND_PAYMENTS,
                PaymentActivities.PAYMENT_DECLINED,
                PaymentActivities.PAYMENT_REFUSED,
                PaymentActivities.PAYMENT_FAILED,
                PaymentActivities.PAYMENT_UNCERTAIN,
                RegisterActivities.REGISTER_FAILED,
                InvoiceWorkflow.workflowId("<invoice id>")))
        .allSatisfy(
            name -> assertThat(reference.section("Names in Temporal")).contains("`" + name + "`"));
  }

  @Test
  void workerThatStops_hasTheTimeThatAPaymentMayTake() throws IOException {
    long seconds = PaymentActivities.PAYMENT_LIMIT.toSeconds();
    String unit = Files.readString(SERVICES.resolve("invoice-worker.service"));
    String plist = Files.readString(SERVICES.resolve("dev.invoices.worker.plist"));

    assertThat(seconds).isGreaterThan(2 * PaymentProvider.SEND_LIMIT.toSeconds());
    assertThat(reference.section("Programs")).contains("at most %d seconds".formatted(seconds));
    assertThat(Document.read(Document.OPERATING).text())
        .contains("for up to %d seconds".formatted(seconds));
    assertThat(unit).contains("finished: %d seconds at most".formatted(seconds));
    assertThat(plist).contains("first: %d seconds at most".formatted(seconds));
    assertThat(number(unit, "TimeoutStopSec=(\\d+)")).isGreaterThanOrEqualTo(seconds + END);
    assertThat(number(plist, "ExitTimeOut</key>\\s*<integer>(\\d+)"))
        .isGreaterThanOrEqualTo(seconds + END);
  }

  private static long number(String text, String pattern) {
    return Document.groups(Pattern.compile(pattern), text)
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }

  /** What the tables of a section of the reference are about, one a row or several. */
  private List<String> documented(String heading) {
    return firstCells(reference.section(heading));
  }

  private static List<String> firstCells(String section) {
    return Document.groups(FIRST_CELL, section)
        .flatMap(cell -> Document.groups(CODE, cell))
        .toList();
  }

  private static TreeSet<String> properties(JsonNode schema) {
    TreeSet<String> names = new TreeSet<>();
    schema.findValues("properties").forEach(found -> collect(found, names));
    return names;
  }

  private static void collect(JsonNode properties, TreeSet<String> names) {
    properties
        .properties()
        .forEach(
            property -> {
              names.add(property.getKey());
              names.addAll(properties(property.getValue()));
            });
  }

  private static Stream<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(PRODUCT)) {
      List<Path> java = files.filter(file -> file.toString().endsWith(".java")).toList();
      Stream.Builder<String> texts = Stream.builder();
      for (Path file : java) {
        texts.add(Files.readString(file));
      }
      return texts.build();
    }
  }
}
