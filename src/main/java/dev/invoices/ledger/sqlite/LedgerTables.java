package dev.invoices.ledger.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables of a ledger in its present form, and how payments of earlier forms get there. */
final class LedgerTables {

  static final String LEDGER =
      """
      CREATE TABLE ledger (
        namespace TEXT NOT NULL,
        id        TEXT NOT NULL,
        secret    BLOB NOT NULL
      ) STRICT""";

  /**
   * One row for each round in which something is paid. {@code vendor} is missing in a payment made
   * before vendors were recorded, {@code submission} in one made before submissions were, and
   * {@code asked_at} (milliseconds since 1970, as in a fence) where no request says it. {@code
   * payee} and the times at which a round was sent come from a provider: the sandbox has none, and
   * a round that was never sent has no times. A worker of the first version that still runs cannot
   * pay into this table, because it fills no {@code round}.
   */
  private static final String PAYMENTS =
      """
      CREATE TABLE payments (
        payment         INTEGER PRIMARY KEY,
        idempotency_key TEXT NOT NULL,
        round           INTEGER NOT NULL CHECK (round >= 1),
        state           TEXT NOT NULL CHECK (state IN ('begun', 'paid', 'declined')),
        invoice_id      TEXT NOT NULL,
        number_key      TEXT NOT NULL,
        vendor          TEXT,
        vendor_key      TEXT,
        line            INTEGER NOT NULL,
        item            TEXT NOT NULL,
        amount          TEXT NOT NULL,
        currency        TEXT NOT NULL,
        submission      TEXT,
        workflow_id     TEXT,
        provider        TEXT NOT NULL,
        payee           TEXT,
        asked_at        INTEGER,
        begun_at        TEXT NOT NULL,
        first_sent_at   TEXT,
        last_sent_at    TEXT,
        receipt         TEXT UNIQUE,
        paid_at         TEXT,
        reason          TEXT,
        UNIQUE (idempotency_key, round),
        CHECK ((state = 'paid') = (receipt IS NOT NULL)),
        CHECK ((state = 'paid') = (paid_at IS NOT NULL)),
        CHECK ((state = 'declined') = (reason IS NOT NULL)),
        CHECK ((first_sent_at IS NULL) = (last_sent_at IS NULL)),
        CHECK (state <> 'begun' OR payee IS NOT NULL)
      ) STRICT""";

  /**
   * The first index allows one round at a time: none begins beside one that is begun, and none
   * after one that is paid. The index of invoices leaves out what was declined, as its queries do.
   */
  private static final List<String> PAYMENT_INDEXES =
      List.of(
          """
          CREATE UNIQUE INDEX payments_one_round ON payments (idempotency_key)
          WHERE state <> 'declined'""",
          """
          CREATE INDEX payments_by_invoice ON payments (number_key, invoice_id, vendor_key, line)
          WHERE state <> 'declined'""",
          """
          CREATE INDEX payments_begun ON payments (payment) WHERE state = 'begun'""");

  /** The triggers: after a payment is deleted or changed by hand, all are added up again. */
  private static final List<String> RUNNING_TOTALS =
      List.of(
          """
          CREATE TABLE running_totals (
            currency TEXT NOT NULL PRIMARY KEY,
            paid     TEXT NOT NULL,
            last_key TEXT NOT NULL
          ) STRICT""",
          """
          CREATE TRIGGER running_totals_after_delete AFTER DELETE ON payments
          BEGIN DELETE FROM running_totals; END""",
          """
          CREATE TRIGGER running_totals_after_update AFTER UPDATE ON payments
          BEGIN DELETE FROM running_totals; END""");

  /**
   * The {@code vendor_key} of an arrival is of its letters alone, that of a payment is not. {@code
   * counts} is 0 once an invoice has ended in a way that makes no other one a duplicate; the
   * indexes leave those out.
   */
  private static final List<String> ARRIVALS =
      List.of(
          """
          CREATE TABLE arrivals (
            arrival    INTEGER PRIMARY KEY,
            run_id     TEXT NOT NULL UNIQUE,
            invoice_id TEXT NOT NULL,
            id_key     TEXT NOT NULL,
            number     TEXT NOT NULL,
            number_key TEXT NOT NULL,
            vendor     TEXT NOT NULL,
            vendor_key TEXT NOT NULL,
            currency   TEXT NOT NULL,
            total      TEXT NOT NULL,
            issue_date TEXT,
            digest     TEXT NOT NULL,
            arrived_at TEXT NOT NULL,
            outcome    TEXT,
            ended_at   TEXT,
            counts     INTEGER NOT NULL DEFAULT 1
          ) STRICT""",
          """
          CREATE INDEX arrivals_by_number ON arrivals (number_key, vendor_key) WHERE counts = 1""",
          """
          CREATE INDEX arrivals_by_id ON arrivals (id_key, vendor_key) WHERE counts = 1""",
          """
          CREATE INDEX arrivals_by_total ON arrivals (vendor_key, currency, total, issue_date)
          WHERE counts = 1 AND issue_date IS NOT NULL""");

  /**
   * What a workflow has asked about: a payment, or with an empty {@code idempotency_key} its whole
   * invoice. {@code asked_at} is in milliseconds since 1970, so that it can be compared.
   */
  private static final String FENCES =
      """
      CREATE TABLE fences (
        invoice_id      TEXT NOT NULL,
        idempotency_key TEXT NOT NULL,
        asked_at        INTEGER NOT NULL,
        PRIMARY KEY (invoice_id, idempotency_key)
      ) STRICT, WITHOUT ROWID""";

  /** All payments of forms 1 to 4 were made, at once, by the first provider. */
  private static final String COPY_PAYMENTS =
      """
      INSERT INTO payments
        (idempotency_key, round, state, invoice_id, number_key, vendor, vendor_key,
         line, item, amount, currency, submission, provider, begun_at, receipt, paid_at)
      SELECT idempotency_key, 1, 'paid', invoice_id, number_key, vendor, vendor_key,
         line, item, amount, currency, submission, '%s', paid_at, receipt, paid_at
      FROM earlier_payments ORDER BY rowid"""
          .formatted(FirstLedger.PROVIDER);

  private LedgerTables() {}

  /** Creates all but the identity, and takes over the payments of the first version, if any. */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (FirstLedger.isIn(statement)) {
        FirstLedger.replace(connection, () -> createPayments(connection));
      } else {
        createPayments(connection);
      }
      execute(ARRIVALS, statement);
      statement.execute(FENCES);
    }
  }

  private static void createPayments(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS running_totals");
      statement.execute(PAYMENTS);
      execute(PAYMENT_INDEXES, statement);
      execute(RUNNING_TOTALS, statement);
    }
  }

  /** Brings those of forms 1 to 4 here; their register of invoices is as today. */
  static void convert(Connection connection, boolean hasSubmissions, boolean hasFences)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!hasSubmissions) {
        statement.execute("ALTER TABLE payments ADD COLUMN submission TEXT");
      }
      statement.execute("DROP TRIGGER IF EXISTS running_totals_after_delete");
      statement.execute("DROP TRIGGER IF EXISTS running_totals_after_update");
      statement.execute("DROP INDEX payments_by_invoice");
      statement.execute("ALTER TABLE payments RENAME TO earlier_payments");
      createPayments(connection);
      statement.execute(COPY_PAYMENTS);
      statement.execute("DROP TABLE earlier_payments");
      if (!hasFences) {
        statement.execute(FENCES);
      }
    }
  }

  private static void execute(List<String> creations, Statement statement) throws SQLException {
    for (String creation : creations) {
      statement.execute(creation);
    }
  }
}
