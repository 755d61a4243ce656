package dev.invoices;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.invoices.workflow.InvoiceWorkflow;
import dev.invoices.workflow.activity.PaymentActivities;
import dev.invoices.workflow.display.InvoiceMemo;
import dev.invoices.workflow.display.WebUiTexts;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rooms of the house: imports go one way, nothing goes in a circle, no room is crowded. A new
 * package needs a row in {@link #rooms()}; a new arrow between rooms needs a reason.
 */
class ArchitectureTest {

  private static final String HOUSE = "dev.invoices.";
  private static final int MAX_CLASSES = 12;

  private static final JavaClasses PRODUCT = productClasses();

  /** What a client of an invoice's workflow may know of it; the rest is the worker's business. */
  private static final Set<String> CONTRACT =
      Set.of(
          InvoiceWorkflow.class.getName(),
          InvoiceMemo.class.getName(),
          WebUiTexts.class.getName(),
          PaymentActivities.class.getName());

  /** Each room with the rooms that it may import, besides its own. */
  static Stream<Arguments> rooms() {
    return Stream.of(
        arguments("text", List.of()),
        arguments("json", List.of("text")),
        arguments("logging", List.of("text")),
        arguments("invoice.decision", List.of("text", "json")),
        arguments("invoice", List.of("text", "json", "invoice.decision")),
        arguments("invoice.reading", List.of("text", "json", "invoice")),
        arguments("payment", List.of("text", "json", "invoice")),
        arguments("ledger", List.of()),
        arguments("ledger.sqlite", List.of("text", "invoice", "ledger")),
        arguments("ledger.postgres", List.of("ledger")),
        arguments("payment.provider", List.of("payment")),
        arguments(
            "payment.ledger",
            List.of("text", "invoice", "invoice.reading", "payment", "payment.provider", "ledger")),
        arguments("payment.sandbox", List.of("invoice", "payment", "payment.ledger", "ledger")),
        arguments(
            "payment.stripe",
            List.of("text", "json", "invoice", "payment", "payment.provider", "temporal")),
        arguments("register", List.of("text", "json", "invoice")),
        arguments("register.ledger", List.of("text", "json", "invoice", "register", "ledger")),
        arguments("temporal", List.of("text", "json")),
        arguments("launch", List.of()),
        arguments("check", List.of("text", "launch", "temporal")),
        arguments(
            "workflow.activity",
            List.of(
                "text", "json", "invoice", "invoice.reading", "payment", "register", "temporal")),
        arguments(
            "workflow.decision",
            List.of("text", "json", "invoice", "invoice.decision", "temporal", "workflow.display")),
        arguments("workflow.display", List.of("text", "json", "invoice", "invoice.decision")),
        arguments(
            "workflow",
            List.of(
                "text",
                "json",
                "invoice",
                "invoice.decision",
                "invoice.reading",
                "payment",
                "register",
                "temporal",
                "workflow.activity",
                "workflow.decision",
                "workflow.display")),
        arguments("client.paging", List.of("temporal")),
        arguments(
            "client.history",
            List.of("temporal", "invoice.decision", "workflow", "workflow.activity")),
        arguments(
            "client.record",
            List.of(
                "text",
                "json",
                "invoice",
                "invoice.decision",
                "invoice.reading",
                "temporal",
                "workflow",
                "workflow.display",
                "client.history",
                "client.paging")),
        arguments(
            "client",
            List.of(
                "text",
                "json",
                "invoice",
                "invoice.decision",
                "invoice.reading",
                "temporal",
                "workflow",
                "workflow.activity",
                "workflow.display",
                "client.record")),
        arguments(
            "worker.payments", List.of("text", "invoice", "payment.ledger", "ledger", "temporal")),
        arguments(
            "worker.gateway",
            List.of(
                "ledger",
                "payment",
                "payment.ledger",
                "payment.provider",
                "payment.sandbox",
                "payment.stripe",
                "temporal")),
        arguments(
            "worker.store", List.of("ledger", "ledger.sqlite", "ledger.postgres", "temporal")),
        arguments(
            "worker",
            List.of(
                "launch",
                "text",
                "json",
                "invoice",
                "payment",
                "payment.stripe",
                "check",
                "ledger",
                "ledger.postgres",
                "ledger.sqlite",
                "logging",
                "register",
                "register.ledger",
                "temporal",
                "worker.gateway",
                "worker.payments",
                "worker.store",
                "workflow",
                "workflow.activity",
                "workflow.display")),
        arguments("server.card", List.of("text", "json", "invoice")),
        arguments("server.stdio", List.of("text", "json")),
        arguments("server.desktop", List.of("text", "json", "launch", "temporal")),
        arguments("server.install", List.of("json", "server.desktop")),
        arguments(
            "server.check",
            List.of(
                "launch",
                "text",
                "json",
                "temporal",
                "check",
                "workflow",
                "client",
                "client.record",
                "server.conversation",
                "server.desktop")),
        arguments(
            "server.tools.wording",
            List.of(
                "text",
                "json",
                "invoice",
                "invoice.decision",
                "invoice.reading",
                "client",
                "client.record")),
        arguments(
            "server.conversation",
            List.of(
                "launch",
                "text",
                "invoice",
                "invoice.decision",
                "temporal",
                "client",
                "client.record",
                "server.card",
                "server.desktop",
                "server.tools.wording")),
        arguments(
            "server.tools",
            List.of(
                "text",
                "json",
                "invoice",
                "invoice.decision",
                "invoice.reading",
                "temporal",
                "client",
                "client.record",
                "server.card",
                "server.conversation",
                "server.tools.wording")),
        arguments(
            "server.inbox",
            List.of(
                "text",
                "json",
                "invoice",
                "invoice.decision",
                "invoice.reading",
                "temporal",
                "client",
                "client.record",
                "server.conversation",
                "server.tools",
                "server.tools.wording")),
        arguments(
            "server",
            List.of(
                "launch",
                "text",
                "json",
                "invoice",
                "invoice.reading",
                "logging",
                "temporal",
                "client",
                "client.record",
                "server.card",
                "server.check",
                "check",
                "server.stdio",
                "server.desktop",
                "server.conversation",
                "server.inbox",
                "server.install",
                "server.tools")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rooms")
  void room_importsOnlyTheRoomsBelowIt(String room, List<String> allowed) {
    classes()
        .that(residesIn(Set.of(room)))
        .should()
        .onlyDependOnClassesThat(
            residesIn(Set.of(room)).or(residesIn(Set.copyOf(allowed))).or(isNoPartOfTheHouse()))
        .check(PRODUCT);
  }

  @Test
  void everyPackage_isARoomWithRules() {
    List<Object> withRules = rooms().map(row -> row.get()[0]).toList();

    assertThat(PRODUCT).extracting(ArchitectureTest::room).allMatch(withRules::contains);
  }

  @Test
  void client_knowsOnlyTheContractOfTheWorkflow() {
    classes()
        .that(residesIn(Set.of("client", "client.history", "client.record")))
        .should()
        .onlyDependOnClassesThat(
            describe(
                "are not the worker's part of the workflow",
                type ->
                    !room(type).startsWith("workflow") || CONTRACT.contains(topLevelName(type))))
        .check(PRODUCT);
  }

  @Test
  void packages_dependOnEachOtherOneWay() {
    slices().matching(HOUSE + "(**)").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void classes_dependOnEachOtherOneWay() {
    slices().assignedFrom(topLevelClasses()).should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void noRoom_isCrowded() {
    Map<String, Set<String>> classesByRoom =
        PRODUCT.stream()
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .collect(
                Collectors.groupingBy(
                    ArchitectureTest::room,
                    Collectors.mapping(ArchitectureTest::topLevelName, Collectors.toSet())));

    assertThat(classesByRoom)
        .allSatisfy(
            (room, classes) -> assertThat(classes).as(room).hasSizeLessThanOrEqualTo(MAX_CLASSES));
  }

  private static DescribedPredicate<JavaClass> residesIn(Set<String> rooms) {
    return describe("are in " + rooms, type -> rooms.contains(room(type)));
  }

  private static DescribedPredicate<JavaClass> isNoPartOfTheHouse() {
    return describe("are no part of the product", type -> room(type).isEmpty());
  }

  /** Empty for the classes of others. */
  private static String room(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return name.startsWith(HOUSE) ? name.substring(HOUSE.length()) : "";
  }

  private static String topLevelName(JavaClass type) {
    return type.getBaseComponentType().getName().split("\\$", 2)[0];
  }

  private static SliceAssignment topLevelClasses() {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return room(type).isEmpty()
            ? SliceIdentifier.ignore()
            : SliceIdentifier.of(topLevelName(type));
      }

      @Override
      public String getDescription() {
        return "top-level classes";
      }
    };
  }

  private static JavaClasses productClasses() {
    try {
      return new ClassFileImporter()
          .importPath(
              Path.of(
                  InvoiceWorkflow.class
                      .getProtectionDomain()
                      .getCodeSource()
                      .getLocation()
                      .toURI()));
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
