package dev.invoices.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.check.CheckLine.Mark;
import dev.invoices.temporal.SettingsException;
import dev.invoices.temporal.TemporalConnection;
import dev.invoices.temporal.TemporalProfile;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SettingsCheckTest {

  private final CompletableFuture<TemporalConnection> connection = new CompletableFuture<>();

  @Test
  void settings_areShownByName_andSecretsAsSetOrNot() throws Exception {
    Map<String, String> shell =
        Map.of(
            "INVOICE_DECISIONS", "person",
            "TEMPORAL_TLS", "",
            "TEMPORAL_API_KEY", "hush-1",
            "TEMPORAL_GRPC_META_AUTHORIZATION", "hush-2",
            "STRIPE_API_KEY", "hush-3",
            "HOME", "/home/ann");

    CheckLine line = line(shell, () -> TemporalConnection.open(profile()));

    assertThat(line)
        .isEqualTo(
            CheckLine.good(
                "Settings",
                "Set in this shell: INVOICE_DECISIONS. Secrets in this shell: STRIPE_API_KEY set, TEMPORAL_API_KEY set, TEMPORAL_CODEC_AUTH not set, TEMPORAL_GRPC_META_AUTHORIZATION set, TEMPORAL_TLS_CLIENT_KEY_DATA not set."));
    assertThat(connection).isCompleted();
    connection.join().close();
  }

  @Test
  void settingThatIsRefused_isTheSettingsError_andNothingElseWaitsForIt() throws Exception {
    CheckLine line =
        line(
            Map.of(),
            () -> {
              throw new SettingsException("TEMPORAL_TLS is \"yes\" but must be true or false");
            });

    assertThat(line)
        .isEqualTo(CheckLine.bad("Settings", "TEMPORAL_TLS is \"yes\" but must be true or false."));
    assertThat(new TemporalCheck(connection).temporal().look().call())
        .containsExactly(CheckLine.note("Temporal", "Not checked, because a setting is wrong."));
    assertThat(line.mark()).isEqualTo(Mark.BAD);
  }

  @Test
  void severalWrongSettings_areSentencesOfTheirOwn() throws Exception {
    CheckLine line =
        line(
            Map.of(),
            () -> {
              throw new SettingsException("A is \"1\" but must be 2\nB is not set. Set it to 3");
            });

    assertThat(line.text()).isEqualTo("A is \"1\" but must be 2. B is not set. Set it to 3.");
  }

  private static TemporalProfile profile() throws SettingsException {
    return TemporalProfile.fromEnvironment(Map.of("TEMPORAL_ADDRESS", "127.0.0.1:1"));
  }

  private CheckLine line(Map<String, String> shell, SettingsCheck.Reading reading)
      throws Exception {
    return SettingsCheck.of(shell, reading, connection).look().call().get(0);
  }
}
