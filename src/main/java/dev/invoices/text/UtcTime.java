package dev.invoices.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** UtcTime and durations as people read them; always in UTC, because the readers share no zone. */
public final class UtcTime {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private UtcTime() {}

  /** {@code 2026-01-31 12:00:00 UTC}. */
  public static String text(Instant instant) {
    return FORMAT.format(instant);
  }

  /** {@code 5 days}, {@code 1 hour 30 minutes}, {@code 2 seconds}, {@code 0 seconds}. */
  public static String text(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toDays(), "day");
    append(text, duration.toHoursPart(), "hour");
    append(text, duration.toMinutesPart(), "minute");
    append(text, duration.toSecondsPart(), "second");
    if (duration.toMillisPart() > 0) {
      append(text, duration.toMillisPart(), "millisecond");
    }
    return text.isEmpty() ? "0 seconds" : text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(text.isEmpty() ? "" : " ").append(count).append(' ').append(unit);
      text.append(count == 1 ? "" : "s");
    }
  }
}
