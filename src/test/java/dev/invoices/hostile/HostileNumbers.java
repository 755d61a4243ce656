package dev.invoices.hostile;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;

/** Numbers as nobody should write them. */
final class HostileNumbers {

  /** Not above zero, and right as long as the sum is. */
  static final List<String> NOT_POSITIVE =
      List.of("-1", "-0", "0", "0.0", "-0.0", "0e5", "0E-10", "-0.01", "-5e-1", "-999999999999");

  /** Quantities and prices, which are shown as they are. */
  static final List<String> QUANTITIES =
      List.of(
          "10",
          "-2.5",
          "0",
          "1.234567891",
          "1e3",
          "0.000000000001",
          "999999999999.999999999999",
          "2.50",
          "-0");

  /** Quantities and prices that are too great or too fine. */
  static final List<String> NO_QUANTITIES =
      List.of("1e12", "-1e12", "1000000000000.5", "1e400", "1e-13", "1.0000000000001", "-1e-400");

  /** Too great. */
  static final List<String> TOO_GREAT =
      List.of(
          "1e12",
          "-1e12",
          "-1e400",
          "1000000000000",
          "1e400",
          "1E+999",
          "9".repeat(1_000),
          "1000000000000.00");

  /** With more decimals than any currency has. */
  static final List<String> TOO_FINE =
      List.of(
          "1e-400",
          "-1e-400",
          "-0.001",
          "0.00001",
          "1.000000001",
          "999999999999.99999",
          "1e-5",
          "12345e-7");

  /** More digits than the transport carries. */
  static final List<String> ENDLESS =
      List.of(
          "1e999999999",
          "-1e999999999",
          "1e-999999999",
          "0e999999999",
          "1e2147483648",
          "1e-2147483648",
          "1e99999999999999999999",
          "1e1001",
          "9".repeat(10_000),
          "0." + "0".repeat(10_000) + "1",
          "1." + "0".repeat(1_000));

  /** Numbers in other languages than JSON. */
  static final List<String> NOT_JSON =
      List.of(
          "NaN",
          "Infinity",
          "-Infinity",
          "+1",
          "01",
          "-01",
          ".5",
          "1.",
          "0x10",
          "1_000",
          "1,000",
          "1e",
          "1e+",
          "--1",
          "-",
          "undefined",
          "'1'",
          "True",
          "1f",
          "1L",
          "\uFF11",
          "1 2",
          "1.2.3",
          "$1",
          "/*1*/1",
          "1//",
          "[1",
          "{\"a\"}",
          "\"1");

  /** Of another type. */
  static final List<String> NO_NUMBER =
      List.of(
          "\"1,234\"",
          "\"1.234,56\"",
          "\"$5\"",
          "\"5 EUR\"",
          "\"5 000\"",
          "\"05\"",
          "\".5\"",
          "\"0x10\"",
          "\"NaN\"",
          "\"1e99999\"",
          "\"\u0665\"",
          "\"\u2013 5\"",
          "\"5\\u202e\"",
          "\"[5]\"",
          "true",
          "false",
          "[]",
          "{}",
          "[1]",
          "{\"value\":1}");

  private static final BigInteger ABOVE = BigInteger.TEN.pow(12);

  private HostileNumbers() {}

  /** A valid amount of a currency with so many decimals, written in some way. */
  static String amount(Random random, int decimals) {
    BigInteger limit = ABOVE.multiply(BigInteger.TEN.pow(decimals));
    int bits = 1 + random.nextInt(limit.bitLength() - 1);
    BigInteger units =
        new BigInteger(bits, random).max(BigInteger.ONE).min(limit.subtract(BigInteger.ONE));
    BigDecimal amount = new BigDecimal(units, decimals);
    int zeros = random.nextInt(300);
    return switch (random.nextInt(6)) {
      case 0 -> units + "e-" + decimals;
      case 1 -> units + "0".repeat(zeros) + "E-" + (decimals + zeros);
      case 2 -> amount.toPlainString() + (decimals > 0 ? "" : ".") + "0".repeat(zeros + 1);
      case 3 ->
          "0." + "0".repeat(zeros) + units + "e" + (zeros + units.toString().length() - decimals);
      case 4 -> amount.setScale(decimals + 3).unscaledValue() + "e-00" + (decimals + 3);
      default -> amount.toPlainString();
    };
  }
}
