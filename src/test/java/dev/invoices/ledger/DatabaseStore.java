package dev.invoices.ledger;

import dev.invoices.ledger.postgres.PostgresAddress;
import dev.invoices.ledger.postgres.PostgresLedger;
import dev.invoices.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A database in PostgreSQL. */
public record DatabaseStore(PostgresServer server, String database) implements TestStore {

  /** A new one, in the server that all tests share. */
  public static DatabaseStore shared() {
    return in(PostgresServer.shared());
  }

  /** A new one. */
  public static DatabaseStore in(PostgresServer server) {
    try {
      return new DatabaseStore(server, server.createDatabase());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public PostgresAddress address() {
    return PostgresAddress.of(server.url(database), Map.of("PGUSER", PostgresServer.SUPERUSER));
  }

  @Override
  public Ledger open(String namespace) {
    return PostgresLedger.open(address(), namespace);
  }

  @Override
  public Connection connect() throws SQLException {
    return server.connect(database);
  }

  /** As another worker does, in the middle of a payment. */
  @Override
  public AutoCloseable lock() {
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    Ledger other = open("default");
    CompletableFuture<Boolean> work =
        CompletableFuture.supplyAsync(
            () ->
                other.transact(
                    connection -> {
                      locked.countDown();
                      return await(released);
                    }));
    await(locked);
    return () -> {
      released.countDown();
      work.get();
    };
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void refuseLine2() throws SQLException {
    execute("ALTER TABLE payments ADD CHECK (line <> 2)");
  }

  @Override
  public void failOn(String change) throws SQLException {
    failOn(change, "XX000");
  }

  /** The same with a certain error. */
  public void failOn(String change, String code) throws SQLException {
    execute(
        """
        CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'dead' USING ERRCODE = '%s'; END $$;
        CREATE TRIGGER dead BEFORE %s ON payments FOR EACH ROW EXECUTE FUNCTION die()"""
            .formatted(code, change));
  }

  @Override
  public void heal() throws SQLException {
    execute("DROP TRIGGER IF EXISTS dead ON payments");
  }

  @Override
  public void keepTotals() throws SQLException {
    execute("DROP TRIGGER running_totals_after_change ON payments");
  }
}
