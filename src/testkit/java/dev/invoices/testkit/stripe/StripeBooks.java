package dev.invoices.testkit.stripe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What the stand-in remembers, by Stripe's rules. The result of a request is kept for its
 * idempotency key for 24 hours once the request is carried out, errors included; one with invalid
 * parameters, or one that meets another with its key, is not kept.
 */
final class StripeBooks {

  private static final Duration KEY_WINDOW = Duration.ofHours(24);
  private static final int MAX_KEY = 255;
  private static final int MAX_PAGE = 100;
  private static final String INVALID = "invalid_request_error";
  private static final String METADATA = "metadata[";

  private final Set<String> accounts = new HashSet<>();
  private final Map<String, Long> balance = new HashMap<>();
  private final List<Map<String, Object>> transfers = new ArrayList<>();
  private final Map<String, Kept> byKey = new HashMap<>();
  private final Set<String> inUse = new HashSet<>();
  private Duration clockAhead = Duration.ZERO;

  private record Kept(Map<String, String> form, StripeAnswer answer, Instant at) {}

  synchronized void open(String account) {
    accounts.add(account);
  }

  synchronized void setBalance(String currency, long minorUnits) {
    balance.put(currency, minorUnits);
  }

  synchronized void moveClock(Duration ahead) {
    clockAhead = clockAhead.plus(ahead);
  }

  synchronized void forgetKeys() {
    byKey.clear();
  }

  private Instant now() {
    return Clock.systemUTC().instant().plus(clockAhead);
  }

  /**
   * A request for a transfer under a key.
   *
   * @param work carries it out; called without holding anything, so that it may take long
   */
  StripeAnswer once(String key, Map<String, String> form, Supplier<StripeAnswer> work) {
    if (key.isEmpty() || key.length() > MAX_KEY) {
      return work.get();
    }
    synchronized (this) {
      Kept kept = byKey.get(key);
      if (kept != null && !kept.at().plus(KEY_WINDOW).isAfter(now())) {
        byKey.remove(key);
        kept = null;
      }
      if (kept != null && !kept.form().equals(form)) {
        return StripeAnswer.error(
            400,
            "idempotency_error",
            "",
            "",
            "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '%s' if you meant to execute a different request."
                .formatted(key));
      }
      if (kept != null) {
        return kept.answer().with("Idempotent-Replayed", "true");
      }
      if (!inUse.add(key)) {
        return StripeAnswer.error(
            409,
            "idempotency_error",
            "idempotency_key_in_use",
            "",
            "There is currently another in-progress request using this Idempotent Key.");
      }
    }
    try {
      return work.get();
    } finally {
      synchronized (this) {
        inUse.remove(key);
      }
    }
  }

  /** Keeps the result of a request that was carried out. */
  synchronized StripeAnswer keep(String key, Map<String, String> form, StripeAnswer answer) {
    if (!key.isEmpty()) {
      byKey.put(key, new Kept(Map.copyOf(form), answer, now()));
    }
    return answer;
  }

  /** What is wrong with the parameters, looked at before anything is carried out. */
  StripeAnswer invalid(Map<String, String> form) {
    for (String required : List.of("amount", "currency", "destination")) {
      if (form.getOrDefault(required, "").isEmpty()) {
        return StripeAnswer.error(
            400,
            INVALID,
            "parameter_missing",
            required,
            "Missing required param: " + required + ".");
      }
    }
    return form.get("amount").matches("[1-9]\\d{0,17}")
        ? null
        : StripeAnswer.error(
            400, INVALID, "parameter_invalid_integer", "amount", "Invalid integer: amount");
  }

  /** Moves the money, or says why not. */
  synchronized StripeAnswer transfer(Map<String, String> form) {
    String destination = form.get("destination");
    if (!accounts.contains(destination)) {
      return StripeAnswer.error(
          400,
          INVALID,
          "resource_missing",
          "destination",
          "No such destination: '%s'".formatted(destination));
    }
    String currency = form.get("currency");
    long amount = Long.parseLong(form.get("amount"));
    long left = balance.getOrDefault(currency, 0L);
    if (amount > left) {
      return StripeAnswer.error(
          400,
          INVALID,
          "balance_insufficient",
          "",
          "You have insufficient available funds in your Stripe account.");
    }
    balance.put(currency, left - amount);
    Map<String, Object> made = made(form, amount);
    transfers.add(0, made);
    return StripeAnswer.ok(made);
  }

  private Map<String, Object> made(Map<String, String> form, long amount) {
    Map<String, Object> made = new LinkedHashMap<>();
    made.put("id", "tr_standin%06d".formatted(transfers.size() + 1));
    made.put("object", "transfer");
    made.put("amount", amount);
    made.put("amount_reversed", 0);
    made.put("created", now().getEpochSecond());
    made.put("currency", form.get("currency"));
    made.put("description", form.get("description"));
    made.put("destination", form.get("destination"));
    made.put("livemode", false);
    made.put("metadata", metadata(form));
    made.put("reversed", false);
    made.put("transfer_group", form.get("transfer_group"));
    return made;
  }

  private static Map<String, String> metadata(Map<String, String> form) {
    Map<String, String> metadata = new TreeMap<>();
    form.forEach(
        (name, value) -> {
          if (name.startsWith(METADATA)) {
            metadata.put(name.substring(METADATA.length(), name.length() - 1), value);
          }
        });
    return metadata;
  }

  /** A page of transfers, the newest first. */
  synchronized StripeAnswer list(Map<String, String> query) {
    String group = query.get("transfer_group");
    String after = query.get("starting_after");
    int limit = Math.min(MAX_PAGE, Integer.parseInt(query.getOrDefault("limit", "10")));
    List<Map<String, Object>> found =
        transfers.stream()
            .filter(transfer -> group == null || group.equals(transfer.get("transfer_group")))
            .toList();
    int from = 0;
    if (after != null) {
      from = found.stream().map(transfer -> transfer.get("id")).toList().indexOf(after) + 1;
    }
    int to = Math.min(found.size(), from + limit);
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("object", "list");
    page.put("url", "/v1/transfers");
    page.put("has_more", to < found.size());
    page.put("data", found.subList(from, to));
    return StripeAnswer.ok(page);
  }

  synchronized StripeAnswer balance() {
    List<Map<String, Object>> available = new ArrayList<>();
    new TreeMap<>(balance)
        .forEach(
            (currency, amount) -> available.add(Map.of("currency", currency, "amount", amount)));
    return StripeAnswer.ok(Map.of("object", "balance", "available", available));
  }

  /** The transfers for each obligation, as their metadata says. */
  synchronized Map<String, List<String>> idsByObligation() {
    Map<String, List<String>> ids = new TreeMap<>();
    for (Map<String, Object> transfer : transfers) {
      String obligation = ((Map<?, ?>) transfer.get("metadata")).get("obligation") + "";
      ids.computeIfAbsent(obligation, none -> new ArrayList<>()).add(transfer.get("id") + "");
    }
    return ids;
  }
}
