package dev.invoices.crash;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;

/** One payment as it stands in the ledger, read without any of the product's code. */
record LedgerRow(int line, BigDecimal amount, String receipt) {

  /** The payments of an invoice, by line. */
  static List<LedgerRow> of(Path ledger, String invoiceId) throws Exception {
    List<LedgerRow> rows = new ArrayList<>();
    if (!Files.exists(ledger)) {
      return rows;
    }
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
        var query =
            connection.prepareStatement(
                "SELECT line, amount, receipt FROM payments WHERE invoice_id = ? ORDER BY line")) {
      query.setString(1, invoiceId);
      try (var row = query.executeQuery()) {
        while (row.next()) {
          rows.add(
              new LedgerRow(row.getInt(1), new BigDecimal(row.getString(2)), row.getString(3)));
        }
      }
    }
    return rows;
  }
}
