package dev.invoices.ledger.postgres;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Which database it is, and who connects to it. The credentials come from where PostgreSQL's own
 * programs find them: the driver (pgjdbc 42.7) reads the file of {@code PGPASSFILE}, or {@code
 * ~/.pgpass}; {@code PGUSER} and {@code PGPASSWORD} are read here.
 */
public final class PostgresAddress {

  private static final String EXAMPLE = "jdbc:postgresql://localhost:5432/invoices";

  private static final Pattern URL =
      Pattern.compile(
          "(?<place>jdbc:postgresql://[^\\s\"/?#@&]+/[^\\s\"/?#@&]+)(\\?(?<parameters>[^\\s\"#]*))?");

  /** What the driver waits for at most; a URL may say otherwise. */
  private static final int CONNECT_SECONDS = 5;

  private static final int LOGIN_SECONDS = 7;
  private static final int ANSWER_SECONDS = 10;

  private final String url;
  private final String place;
  private final Properties properties;

  private PostgresAddress(String url, String place, Properties properties) {
    this.url = url;
    this.place = place;
    this.properties = properties;
  }

  /**
   * Reads a URL.
   *
   * @param url without a password: it would stand in process lists and shell histories
   * @param environment has the credentials
   * @throws IllegalArgumentException when it is none; the message follows the name of the setting,
   *     and does not repeat the value, which may hold a password
   */
  public static PostgresAddress of(String url, Map<String, String> environment) {
    Matcher parts = URL.matcher(url);
    boolean isUrl = parts.matches();
    if (url.contains("@") || isUrl && hasPassword(parts.group("parameters"))) {
      throw new IllegalArgumentException(
          "has a user or a password in its URL. Take them out. Set PGUSER to the user, and put the password into the file that PGPASSFILE names, or into PGPASSWORD");
    }
    if (!isUrl) {
      throw new IllegalArgumentException(
          "must be the path of a file, or the URL of a database in PostgreSQL, such as " + EXAMPLE);
    }
    return new PostgresAddress(url, parts.group("place"), properties(environment));
  }

  private static boolean hasPassword(String parameters) {
    return parameters != null
        && Stream.of(parameters.split("&"))
            .map(parameter -> URLDecoder.decode(parameter.split("=", 2)[0], StandardCharsets.UTF_8))
            .anyMatch(name -> name.toLowerCase(Locale.ROOT).contains("password"));
  }

  private static Properties properties(Map<String, String> environment) {
    Properties properties = new Properties();
    PGProperty.APPLICATION_NAME.set(properties, "invoice-worker");
    PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS);
    PGProperty.LOGIN_TIMEOUT.set(properties, LOGIN_SECONDS);
    PGProperty.SOCKET_TIMEOUT.set(properties, ANSWER_SECONDS);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    // The details of an error have values of rows in them.
    PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
    set(PGProperty.USER, environment.get("PGUSER"), properties);
    set(PGProperty.PASSWORD, environment.get("PGPASSWORD"), properties);
    return properties;
  }

  private static void set(PGProperty property, String value, Properties properties) {
    if (value != null && !value.isEmpty()) {
      property.set(properties, value);
    }
  }

  /** Connects; the caller closes the connection. */
  Connection connect() throws SQLException {
    return new Driver().connect(url, properties);
  }

  /** The URL without its parameters, for people. */
  @Override
  public String toString() {
    return place;
  }
}
