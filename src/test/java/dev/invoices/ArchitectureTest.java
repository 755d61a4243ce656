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
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rooms of the house, as the table in {@code .github/CONTRIBUTING.md} has them: imports go one
 * way, nothing goes in a circle, no room is crowded. A new package needs a row there; a new arrow
 * between rooms needs a reason.
 */
class ArchitectureTest {

  private static final String HOUSE = "dev.invoices.";
  private static final int MAX_CLASSES = 12;

  /** A row of the table: a room, what is in it, what it may import. */
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `([a-z.]+)` \\|[^|\n]*\\| (nothing|`[a-z.]+`(?:, `[a-z.]+`)*) \\|$");

  private static final Pattern ROOM = Pattern.compile("`([a-z.]+)`");

  private static final Map<String, Set<String>> ROOMS = roomsOfTheGuide();
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
    return ROOMS.entrySet().stream().map(room -> arguments(room.getKey(), room.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rooms")
  void room_importsOnlyWhatItsRowNames(String room, Set<String> allowed) {
    classes()
        .that(residesIn(Set.of(room)))
        .should()
        .onlyDependOnClassesThat(
            residesIn(Set.of(room)).or(residesIn(allowed)).or(isNoPartOfTheHouse()))
        .check(PRODUCT);
  }

  @Test
  void everyPackage_hasARow_andEveryRowAPackage() {
    Set<String> packages = PRODUCT.stream().map(ArchitectureTest::room).collect(Collectors.toSet());

    assertThat(ROOMS.keySet()).isEqualTo(packages);
    assertThat(ROOMS.values()).allSatisfy(allowed -> assertThat(packages).containsAll(allowed));
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

  private static Map<String, Set<String>> roomsOfTheGuide() {
    try {
      return ROW.matcher(Files.readString(Path.of(".github", "CONTRIBUTING.md")))
          .results()
          .collect(Collectors.toMap(row -> row.group(1), row -> roomsIn(row.group(2))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> roomsIn(String cell) {
    return ROOM.matcher(cell).results().map(name -> name.group(1)).collect(Collectors.toSet());
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
