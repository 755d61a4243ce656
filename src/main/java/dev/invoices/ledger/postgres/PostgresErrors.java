package dev.invoices.ledger.postgres;

import dev.invoices.ledger.LedgerException;
import java.sql.SQLException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Says in words what PostgreSQL's error codes mean for a ledger. The driver's own messages name the
 * user, so they are not shown where that is the matter, and are never kept as a cause.
 */
final class PostgresErrors {

  private static final String CONNECTION = "08";

  /** A connection, by the server. */
  private static final String REFUSED = "08004";

  private PostgresErrors() {}

  /** Whether the connection is lost, so that another one may work. */
  static boolean isDisconnected(SQLException e) {
    String code = code(e);
    return code.startsWith(CONNECTION) || code.startsWith("57P");
  }

  /** The failure of a ledger, in words. */
  static LedgerException explain(PostgresAddress address, SQLException e) {
    return isDown(e)
        ? LedgerException.passing(address.toString(), problem(e))
        : new LedgerException(address.toString(), problem(e));
  }

  /** Whether the database does not answer, or not yet; not when it refuses. */
  private static boolean isDown(SQLException e) {
    return isDisconnected(e) && !isRefused(e);
  }

  private static boolean isRefused(SQLException e) {
    return e.getCause() instanceof SSLException || code(e).equals(REFUSED);
  }

  private static String problem(SQLException e) {
    if (e.getCause() instanceof SSLException) {
      return "there is no TLS connection; correct sslmode and sslrootcert in INVOICE_LEDGER";
    }
    return switch (code(e)) {
      case "55P03" -> "another process keeps it locked";
      case "57014", "25P03", "25P04" -> "the database took too long";
      case "53100" -> "the disk of the database is full";
      case "53300" -> "the database has too many connections; close some, or allow more";
      case "25006" ->
          "the database can only be read; it may be a standby. Set INVOICE_LEDGER to the primary";
      case "28000", "28P01", REFUSED ->
          "the database refuses the user or the password; correct PGUSER, and the file that PGPASSFILE names or PGPASSWORD";
      case "3D000" -> "there is no such database; create it, or correct INVOICE_LEDGER";
      case "42501" ->
          "the user may not do this in the database; make it the owner of the schema "
              + PostgresSchema.NAME;
      case "3F000", "42P01" ->
          "its tables are missing; restore the database from a backup, or restart the worker to create them";
      case "57P01", "57P02", "57P03" -> "the database is stopping or starting";
      default -> other(e);
    };
  }

  private static String other(SQLException e) {
    if (code(e).startsWith(CONNECTION)) {
      return "the database does not answer";
    }
    return "PostgreSQL reports: "
        + Optional.of(e)
            .filter(PSQLException.class::isInstance)
            .map(failure -> ((PSQLException) failure).getServerErrorMessage())
            .map(ServerErrorMessage::getMessage)
            .orElse(e.getMessage());
  }

  private static String code(SQLException e) {
    return Optional.ofNullable(e.getSQLState()).orElse("");
  }
}
