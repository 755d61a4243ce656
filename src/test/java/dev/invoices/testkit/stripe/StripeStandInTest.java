package dev.invoices.testkit.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * The stand-in behaves as Stripe's documents say, because what is tested with it relies on that.
 */
@Timeout(60)
class StripeStandInTest {

  private static final String FORM =
      "amount=5000&currency=usd&destination=acct_1&transfer_group=g&metadata%5Bobligation%5D=o1";

  private final HttpClient client = HttpClient.newHttpClient();
  private StripeStandIn stripe;

  @BeforeEach
  void start() throws IOException {
    stripe = StripeStandIn.start().account("acct_1").balance("usd", 12_000);
  }

  @AfterEach
  void stop() {
    stripe.close();
  }

  @Test
  void transfer_takesFromTheBalance() throws Exception {
    HttpResponse<String> made = post("k1", FORM);

    assertThat(made.statusCode()).isEqualTo(200);
    assertThat(json(made).path("id").asText()).startsWith("tr_");
    assertThat(json(get("/v1/balance")).at("/available/0/amount").asInt()).isEqualTo(7_000);
  }

  @Test
  void sameKey_repeatsTheFirstAnswer() throws Exception {
    HttpResponse<String> first = post("k1", FORM);
    HttpResponse<String> again = post("k1", FORM);

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
    assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
    assertThat(stripe.transfersByObligation()).containsEntry("o1", 1);
  }

  @Test
  void sameKeyForAnotherForm_isAnError() throws Exception {
    post("k1", FORM);

    assertError(post("k1", FORM.replace("5000", "6000")), 400, "idempotency_error", "");
  }

  @Test
  void otherKey_isAnotherTransfer() throws Exception {
    post("k1", FORM);
    post("k2", FORM);

    assertThat(stripe.transfersByObligation()).containsEntry("o1", 2);
  }

  @Test
  void watcher_seesEachMomentBeforeWhatFollows() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    Semaphore over = new Semaphore(0);
    stripe.watch(
        (moment, obligation) -> {
          seen.add(moment + obligation + " " + stripe.transfersByObligation().size());
          over.release(moment == StripeMoment.OVER ? 1 : 0);
        });
    get("/v1/transfers?transfer_group=g");
    post("k1", FORM);
    over.acquire();
    stripe.fail(StripeFault.RATE_LIMITED, 1);
    post("k2", FORM);
    over.acquire();

    assertThat(seen)
        .containsExactly(
            "SEARCHED 0", "RECEIVEDo1 0", "MADEo1 1", "OVERo1 1", "RECEIVEDo1 1", "OVERo1 1");
    assertThat(stripe.faults()).isEqualTo(1);
  }

  @Test
  void latency_isThatOfSearchesAndOfTransfers() throws Exception {
    Duration latency = Duration.ofMillis(200);
    stripe.latency(latency);

    assertThat(timed(() -> get("/v1/transfers?transfer_group=g"))).isGreaterThan(latency);
    assertThat(timed(() -> post("k1", FORM))).isGreaterThan(latency);
  }

  private static Duration timed(Callable<?> request) throws Exception {
    long start = System.nanoTime();
    request.call();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @ParameterizedTest
  @CsvSource({"23, 1", "24, 2"})
  void keyIsForgotten_afterADay(int hours, int transfers) throws Exception {
    post("k1", FORM);
    stripe.moveClock(Duration.ofHours(hours));
    post("k1", FORM);

    assertThat(stripe.transfersByObligation()).containsEntry("o1", transfers);
  }

  @Test
  void forgottenKeys_payAgain() throws Exception {
    post("k1", FORM);
    stripe.forgetKeys();
    post("k1", FORM);

    assertThat(stripe.transfersByObligation()).containsEntry("o1", 2);
  }

  @Test
  void decline_repeatedForItsKey_evenWhenItWouldSucceed() throws Exception {
    stripe.balance("usd", 1);
    assertError(post("k1", FORM), 400, "invalid_request_error", "balance_insufficient");
    stripe.balance("usd", 9_000);

    HttpResponse<String> again = post("k1", FORM);

    assertError(again, 400, "invalid_request_error", "balance_insufficient");
    assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
    assertThat(post("k2", FORM).statusCode()).isEqualTo(200);
  }

  @Test
  void invalidParameters_notKeptForTheKey() throws Exception {
    assertError(
        post("k1", "currency=usd&destination=acct_1"),
        400,
        "invalid_request_error",
        "parameter_missing");
    assertError(
        post("k1", FORM.replace("5000", "1.5")),
        400,
        "invalid_request_error",
        "parameter_invalid_integer");

    assertThat(post("k1", FORM).statusCode()).isEqualTo(200);
  }

  @Test
  void unknownAccountAndWrongKey_refused() throws Exception {
    assertError(
        post("k1", FORM.replace("acct_1", "acct_2")),
        400,
        "invalid_request_error",
        "resource_missing");
    HttpRequest stranger =
        HttpRequest.newBuilder(stripe.url().resolve("/v1/transfers"))
            .header("Authorization", "Bearer rk_test_other")
            .build();
    assertError(client.send(stranger, BodyHandlers.ofString()), 401, "invalid_request_error", "");
  }

  @Test
  void list_byGroup_newestFirst_inPages() throws Exception {
    stripe.balance("usd", 1_000_000);
    for (int i = 1; i <= 5; i++) {
      post("k" + i, FORM);
    }
    post("other", FORM.replace("transfer_group=g", "transfer_group=h"));

    JsonNode first = json(get("/v1/transfers?transfer_group=g&limit=3"));
    String last = first.at("/data/2/id").asText();
    JsonNode second = json(get("/v1/transfers?transfer_group=g&limit=3&starting_after=" + last));

    assertThat(first.findValuesAsText("id"))
        .containsExactly("tr_standin000005", "tr_standin000004", "tr_standin000003");
    assertThat(first.path("has_more").asBoolean()).isTrue();
    assertThat(second.findValuesAsText("id"))
        .containsExactly("tr_standin000002", "tr_standin000001");
    assertThat(second.path("has_more").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"CUT_BEFORE_COMMIT", "CUT_AFTER_COMMIT", "HALF_AN_ANSWER"})
  void cutConnection_noWholeAnswer(StripeFault fault) {
    stripe.fail(fault, 1);

    assertThatThrownBy(() -> post("k1", FORM)).isInstanceOf(IOException.class);
    assertThat(stripe.transfersByObligation())
        .hasSize(fault == StripeFault.CUT_BEFORE_COMMIT ? 0 : 1);
  }

  @Test
  void internalError_repeatedForTheKey_whetherPaidOrNot() throws Exception {
    stripe.fail(StripeFault.ERROR_AFTER_COMMIT, 1);
    assertError(post("k1", FORM), 500, "api_error", "");
    stripe.fail(StripeFault.ERROR_BEFORE_COMMIT, 1);
    assertError(post("k2", FORM), 500, "api_error", "");

    assertError(post("k1", FORM), 500, "api_error", "");
    assertError(post("k2", FORM), 500, "api_error", "");
    assertThat(stripe.transfersByObligation()).containsEntry("o1", 1);
  }

  @Test
  void commands_overHttp() throws Exception {
    command("/admin/fault?name=rate-limited&times=2");
    assertThat(post("k1", FORM).headers().firstValue("Retry-After")).contains("1");
    assertThat(post("k1", FORM).statusCode()).isEqualTo(429);
    post("k1", FORM);
    command("/admin/forget-keys");
    post("k1", FORM);
    command("/admin/fault?name=key-refused");
    assertThat(post("k2", FORM).statusCode()).isEqualTo(401);
    command("/admin/clock?seconds=90000");

    assertThat(json(get("/admin/counts")).path("o1").asInt()).isEqualTo(2);
    assertThat(stripe.requestsForTransfers()).isEqualTo(5);
  }

  private HttpResponse<String> post(String key, String form) throws Exception {
    return client.send(
        HttpRequest.newBuilder(stripe.url().resolve("/v1/transfers"))
            .header("Authorization", "Bearer " + StripeStandIn.KEY)
            .header("Idempotency-Key", key)
            .timeout(Duration.ofSeconds(10))
            .POST(BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofString());
  }

  private void command(String path) throws Exception {
    HttpRequest command =
        HttpRequest.newBuilder(stripe.url().resolve(path)).POST(BodyPublishers.noBody()).build();
    assertThat(client.send(command, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(stripe.url().resolve(path))
            .header("Authorization", "Bearer " + StripeStandIn.KEY)
            .build(),
        BodyHandlers.ofString());
  }

  private static void assertError(
      HttpResponse<String> response, int status, String type, String code) throws Exception {
    JsonNode error = json(response).path("error");
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(error.path("type").asText()).isEqualTo(type);
    assertThat(error.path("code").asText()).isEqualTo(code);
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return new ObjectMapper().readTree(response.body());
  }
}
