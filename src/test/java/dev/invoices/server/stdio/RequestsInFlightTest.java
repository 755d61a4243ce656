package dev.invoices.server.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestsInFlightTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final MessageWriter writer =
      new MessageWriter(new ByteArrayOutputStream(), TestClient.mapper());

  @Test
  void requestBeyondTheLimit_isRefusedAfterAWhile() throws Exception {
    RequestsInFlight requests = full(SHORT);

    assertThatThrownBy(() -> requests.open(request(999), 1))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessage("The server is busy with 256 other requests. Try again later.")
        .satisfies(
            e -> {
              ErrorResponse answer = ((InvalidMessageException) e).response();
              assertThat(answer.id()).isEqualTo(999L);
              assertThat(answer.error().code()).isEqualTo(-32603);
            });
  }

  @Test
  void requestBeyondTheLimit_waitsForAnotherToEnd() throws Exception {
    RequestsInFlight requests = full(LONG);

    var opened = CompletableFuture.supplyAsync(() -> opened(requests, 999));
    requests.find(7L).orElseThrow().cancel();

    assertThat(opened.get(20, TimeUnit.SECONDS)).isNotNull();
    assertThat(requests.find(999L)).isPresent();
    assertThat(requests.find(7L)).isEmpty();
  }

  @Test
  void requestThatIsTooLongBesideTheOthers_waitsForOneToEnd() throws Exception {
    var requests = new RequestsInFlight(writer, SHORT);
    int half = RequestsInFlight.MAX_BYTES / 2;
    PendingRequest first = requests.open(request(1), half);
    requests.open(request(2), half);

    assertThatThrownBy(() -> requests.open(request(3), 1))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessage("The server is busy with other large requests. Try again later.");
    first.cancel();

    assertThat(requests.open(request(4), half)).isNotNull();
  }

  @Test
  void waitingForNone_endsWhenTheLastHasEnded() throws Exception {
    var requests = new RequestsInFlight(writer, LONG);
    PendingRequest pending = requests.open(request(1), 1);
    assertThat(requests.awaitNone(SHORT)).isFalse();

    var none = CompletableFuture.supplyAsync(() -> requests.awaitNone(LONG));
    pending.cancel();

    assertThat(none.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(requests.awaitNone(SHORT)).isTrue();
  }

  @Test
  void requestClosedTwice_freesOneSlot() throws Exception {
    RequestsInFlight requests = full(SHORT);
    PendingRequest pending = requests.find(7L).orElseThrow();

    pending.cancel();
    pending.fail(-32603, "Too late.");
    requests.open(request(1_000), 1);

    assertThatThrownBy(() -> requests.open(request(1_001), 1))
        .isInstanceOf(InvalidMessageException.class);
  }

  private RequestsInFlight full(Duration timeout) throws InvalidMessageException {
    var requests = new RequestsInFlight(writer, timeout);
    for (long id = 0; id < RequestsInFlight.LIMIT; id++) {
      requests.open(request(id), 1);
    }
    return requests;
  }

  private static PendingRequest opened(RequestsInFlight requests, long id) {
    try {
      return requests.open(request(id), 1);
    } catch (InvalidMessageException e) {
      throw new AssertionError(e);
    }
  }

  private static JSONRPCRequest request(long id) {
    return new JSONRPCRequest("any", id, null);
  }
}
