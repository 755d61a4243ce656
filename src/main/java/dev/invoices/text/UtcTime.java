package dev.invoices.text;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people read them; always in UTC, because the readers share no time zone. */
public final class UtcTime {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private UtcTime() {}

  /** {@code 2026-01-31 12:00:00 UTC}. */
  public static String text(Instant instant) {
    return FORMAT.format(instant);
  }
}
