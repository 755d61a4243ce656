package dev.invoices.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.invoices.ledger.DatabaseStore;
import dev.invoices.ledger.LedgerContents;
import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.LedgerTime;
import dev.invoices.testkit.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a ledger is found, converted and read, and who may do so. */
@Timeout(60)
class PostgresLedgerTest {

  private static final String PASSWORD_FILE = "org.postgresql.pgpassfile";

  private final PostgresServer server = PostgresServer.shared();
  private final DatabaseStore store = DatabaseStore.shared();

  @TempDir Path folder;

  @AfterEach
  void forgetThePasswordFile() {
    System.clearProperty(PASSWORD_FILE);
  }

  @Test
  void emptyDatabase_hasNoLedger_andGetsNoneByALook() throws Exception {
    assertThat(PostgresLedger.contents(store.address(), "default")).isEmpty();
    assertThatThrownBy(() -> PostgresLedger.reader(store.address()))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("there is no ledger of this version");

    assertThat(store.rows("SELECT nspname FROM pg_namespace WHERE nspname = 'invoice_ledger'"))
        .isEmpty();
  }

  @Test
  void ledger_isFoundAndRead() {
    assertThat(store.open("default").wasEmpty()).isTrue();

    assertThat(PostgresLedger.contents(store.address(), "default"))
        .contains(new LedgerContents(true, 0, List.of()));
    assertThatThrownBy(() -> PostgresLedger.contents(store.address(), "other"))
        .hasMessageContaining("it belongs to the namespace \"default\"");
  }

  @Test
  void time_isAskedOfTheDatabase() throws Exception {
    LedgerTime time = store.open("default").time();

    Connection closed = store.address().connect();
    closed.close();
    assertThatThrownBy(() -> time.now(closed)).isInstanceOf(SQLException.class);
    try (Connection connection = store.address().connect()) {
      connection.setAutoCommit(false);
      Instant first = time.now(connection);
      Instant second = time.now(connection);
      assertThat(first).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
      assertThat(second).as("not when the transaction began").isAfter(first);
    }
  }

  @Test
  void reader_writesNothing() {
    store.open("default");

    assertThatThrownBy(
            () ->
                PostgresLedger.reader(store.address())
                    .read(connection -> connection.createStatement().execute("DELETE FROM ledger")))
        .isInstanceOf(LedgerException.class);
  }

  @Test
  void ledgerOfAnEarlierForm_isConverted_andThenRefusedByTheEarlierVersion() {
    String id = store.open("default").id();
    PostgresSchema next = withForm("ALTER TABLE payments ADD COLUMN colour TEXT");

    assertThat(PostgresLedger.open(store.address(), next).id()).isEqualTo(id);

    assertThat(PostgresLedger.open(store.address(), next).id()).isEqualTo(id);
    assertThatThrownBy(() -> store.open("default")).hasMessageContaining("a newer version");
  }

  @Test
  void conversionThatFails_leavesTheLedgerAsItWas() throws Exception {
    store.open("default");
    PostgresSchema next = withForm("ALTER TABLE payments ADD COLUMN colour TEXT", "SELECT 1 / 0");

    assertThatThrownBy(() -> PostgresLedger.open(store.address(), next))
        .isInstanceOf(LedgerException.class)
        .hasMessageEndingWith("PostgreSQL reports: division by zero");

    store.open("default");
    assertThat(
            store.rows(
                "SELECT column_name FROM information_schema.columns WHERE column_name = 'colour'"))
        .isEmpty();
  }

  private PostgresSchema withForm(String... sql) {
    List<List<String>> forms = new ArrayList<>(PostgresSchema.FORMS);
    forms.add(List.of(sql));
    return new PostgresSchema(store.address(), "default", forms);
  }

  @Test
  void password_comesFromTheFileOrTheVariable_andIsNeverShown() throws Exception {
    requirePasswords();
    Path file = folder.resolve("pgpass");
    Files.writeString(file, "*:*:*:alice:hunter2\n");
    System.setProperty(PASSWORD_FILE, file.toString());

    assertThat(PostgresLedger.contents(address(Map.of("PGUSER", "alice")), "default")).isEmpty();
    System.setProperty(PASSWORD_FILE, folder.resolve("none").toString());
    assertThat(
            PostgresLedger.contents(
                address(Map.of("PGUSER", "alice", "PGPASSWORD", "hunter2")), "default"))
        .isEmpty();
    for (Map<String, String> wrong :
        List.of(
            Map.of("PGUSER", "alice", "PGPASSWORD", "hunter3"),
            Map.of("PGUSER", "alice"),
            Map.of("PGUSER", "mallory", "PGPASSWORD", "hunter2"))) {
      assertThatThrownBy(() -> PostgresLedger.open(address(wrong), "default"))
          .isInstanceOf(LedgerException.class)
          .hasMessage(
              "The payment ledger %s cannot be used: the database refuses the user or the password; correct PGUSER, and the file that PGPASSFILE names or PGPASSWORD",
              server.url(store.database()))
          .hasNoCause();
    }
  }

  @Test
  void userWithoutRights_isToldWhat() throws Exception {
    requirePasswords();

    assertThatThrownBy(
            () ->
                PostgresLedger.open(
                    address(Map.of("PGUSER", "alice", "PGPASSWORD", "hunter2")), "default"))
        .isInstanceOf(LedgerException.class)
        .hasMessageEndingWith(
            "the user may not do this in the database; make it the owner of the schema invoice_ledger");
  }

  @Test
  void databaseThatDoesNotExist_orServerThatDoesNotRun_saysSo() {
    assertThatThrownBy(() -> new DatabaseStore(server, "nowhere").open("default"))
        .hasMessageEndingWith("there is no such database; create it, or correct INVOICE_LEDGER");
    assertThatThrownBy(
            () ->
                PostgresLedger.open(
                    PostgresAddress.of("jdbc:postgresql://127.0.0.1:1/books", Map.of()), "default"))
        .hasMessageEndingWith("the database does not answer")
        .returns(true, failure -> ((LedgerException) failure).passes())
        .hasNoCause();
  }

  private PostgresAddress address(Map<String, String> environment) {
    return PostgresAddress.of(server.url(store.database()), environment);
  }

  /** For all but the superuser. */
  private void requirePasswords() throws Exception {
    String all = PostgresServer.SUPERUSER;
    server.execute(
        all,
        """
        DO $$ BEGIN
          CREATE ROLE alice LOGIN PASSWORD 'hunter2';
        EXCEPTION WHEN duplicate_object THEN NULL; END $$""");
    Files.writeString(
        server.accessFile(),
        "host all %s 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n".formatted(all));
    server.execute(all, "SELECT pg_reload_conf()");
  }
}
