package dev.invoices.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.check.CheckLine.Mark;
import dev.invoices.temporal.TemporalConnection;
import dev.invoices.temporal.TemporalProfile;
import dev.invoices.testkit.Certificates;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.TemporalFixture;
import io.grpc.Status;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TemporalCheckTest {

  private static final Duration FIVE_DAYS = Duration.ofDays(5);

  @Test
  void noTemporal_isSaidOnce_andTheRestIsNotChecked() throws Exception {
    List<CheckLine> lines = lines(JarProcess.NOBODY, "default");

    assertThat(lines).extracting(CheckLine::mark).containsExactly(Mark.BAD, Mark.NOTE, Mark.NOTE);
    assertThat(lines.get(0).text())
        .startsWith("127.0.0.1:1, without TLS: ")
        .contains("Start Temporal, or correct TEMPORAL_ADDRESS");
    assertThat(lines.get(1).text()).isEqualTo("Not checked, because Temporal cannot be used.");
    assertThat(lines.get(2).text()).isEqualTo("Not checked, because the namespace cannot be used.");
  }

  @Test
  void portThatTakesCallsAndAnswersNone_isSaidInTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      List<CheckLine> lines = lines("127.0.0.1:" + silent.getLocalPort(), "default");

      assertThat(lines).extracting(CheckLine::mark).containsExactly(Mark.BAD, Mark.NOTE, Mark.NOTE);
    }
  }

  @Test
  void temporal_isShownWithItsNamespace_andWhatIsInIt() throws Exception {
    try (TemporalFixture temporal = TemporalFixture.inMemory()) {
      List<CheckLine> lines = lines(temporal.address(), "default");

      assertThat(lines).extracting(CheckLine::mark).containsOnly(Mark.GOOD);
      assertThat(lines.get(0).text()).startsWith(temporal.address() + ", without TLS, ");
      assertThat(lines.get(1).text()).startsWith("default exists");
      assertThat(lines.get(2).text()).isEqualTo("Seen.");
    }
  }

  @Test
  void temporalThatDoesNotKnowACall_isNoFault() throws Exception {
    try (TemporalFixture temporal = TemporalFixture.inMemory()) {
      TemporalCheck check = check(temporal.address(), "default");
      check.temporal().look().call();
      check.namespace(() -> FIVE_DAYS).look().call();

      assertThat(
              check
                  .inNamespace(
                      "Worker",
                      connection -> {
                        throw Status.UNIMPLEMENTED.asRuntimeException();
                      })
                  .look()
                  .call())
          .containsExactly(CheckLine.note("Worker", "This Temporal does not tell."));
    }
  }

  @Test
  void keyThatTheNamespaceRefuses_isSaidThere(@TempDir Path folder) throws Exception {
    Certificates certificates = Certificates.createIn(folder);
    try (TemporalFixture temporal = TemporalFixture.requiringApiKey("ours", certificates)) {
      TemporalCheck check =
          check(
              Map.of(
                  "TEMPORAL_ADDRESS",
                  temporal.address(),
                  "TEMPORAL_API_KEY",
                  "ours",
                  "TEMPORAL_TLS_SERVER_CA_CERT_PATH",
                  certificates.certificate(Certificates.AUTHORITY).toString()));
      CheckLine reached = check.temporal().look().call().get(0);
      temporal.changeApiKey("another");
      CheckLine namespace = check.namespace(() -> FIVE_DAYS).look().call().get(0);

      assertThat(reached.mark()).isEqualTo(Mark.GOOD);
      assertThat(reached.text()).startsWith(temporal.address() + ", with TLS, ");
      assertThat(namespace.mark()).isEqualTo(Mark.BAD);
      assertThat(namespace.text())
          .startsWith("default: ")
          .endsWith("Check TEMPORAL_API_KEY or the client certificate, and TEMPORAL_NAMESPACE.");
    }
  }

  @Test
  void retentionShorterThanTheApprovalTimeoutAndAMonth_isAWarning() {
    assertThat(retention(Duration.ofDays(34)))
        .isEqualTo(
            CheckLine.warning(
                "Namespace",
                "default exists and keeps closed invoices for 34 days. Then Temporal forgets them, and only the ledger knows what was paid. Set the retention of the namespace to 35 days or more: temporal operator namespace update -n default --retention 840h"));
    assertThat(retention(Duration.ofDays(35)))
        .isEqualTo(
            CheckLine.good("Namespace", "default exists and keeps closed invoices for 35 days."));
    assertThat(retention(Duration.ofDays(1)).text()).contains("for 1 day.");
  }

  private static CheckLine retention(Duration kept) {
    return TemporalCheck.retention("default", kept, FIVE_DAYS);
  }

  private static List<CheckLine> lines(String address, String namespace) throws Exception {
    TemporalCheck check = check(address, namespace);
    return new CheckRun(TemporalCheck.ALL)
        .linesOf(
            List.of(
                check.temporal(),
                check.namespace(() -> FIVE_DAYS),
                check.inNamespace("Other", open -> CheckLine.good("Other", "Seen."))));
  }

  private static TemporalCheck check(String address, String namespace) throws Exception {
    return check(Map.of("TEMPORAL_ADDRESS", address, "TEMPORAL_NAMESPACE", namespace));
  }

  private static TemporalCheck check(Map<String, String> settings) throws Exception {
    return new TemporalCheck(
        CompletableFuture.completedFuture(
            TemporalConnection.open(TemporalProfile.fromEnvironment(settings))));
  }
}
