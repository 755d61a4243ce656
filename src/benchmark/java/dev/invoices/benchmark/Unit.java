package dev.invoices.benchmark;

import java.util.Locale;

/** What a figure counts. */
enum Unit {
  MILLISECONDS("ms"),
  MEGABYTES("MB"),
  KILOBYTES("KB"),
  PER_SECOND("/s"),
  CALLS("calls");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  /** With as many decimals as a measurement deserves. */
  String text(double figure) {
    String number = String.format(Locale.ROOT, figure < 20 ? "%,.1f" : "%,.0f", figure);
    return number + " " + symbol;
  }
}
