package dev.invoices.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CheckRunTest {

  private static final CheckRun BRIEF = new CheckRun(Duration.ofSeconds(1));

  @Test
  void checksThatHang_areLeftBehindTogether_andTheOthersAreShown() {
    Check hangs =
        Check.ofOne(
            "Disk",
            () -> {
              new CountDownLatch(1).await();
              return CheckLine.good("Disk", "There.");
            });
    Check works = Check.ofOne("Java", () -> CheckLine.good("Java", "17."));
    long begin = System.nanoTime();

    List<CheckLine> lines = BRIEF.linesOf(List.of(hangs, hangs, hangs, works));

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    assertThat(lines).hasSize(4).endsWith(CheckLine.good("Java", "17."));
    assertThat(lines.subList(0, 3))
        .containsOnly(
            CheckLine.bad(
                "Disk",
                "Not finished within 1 seconds. Something that it waits for hangs, or this machine is busy; try again later."));
  }

  @Test
  void checkThatHangs_namesItsOwnCure() {
    Check hangs =
        Check.ofOne(
                "Ledger",
                () -> {
                  new CountDownLatch(1).await();
                  return CheckLine.good("Ledger", "There.");
                })
            .ifItHangs("Stop the other process.");

    assertThat(BRIEF.linesOf(List.of(hangs)))
        .containsExactly(
            CheckLine.bad("Ledger", "Not finished within 1 seconds. Stop the other process."));
  }

  @Test
  void checkThatFailsUnexpectedly_isALine() {
    Check fails =
        Check.ofOne(
            "Disk",
            () -> {
              throw new IllegalStateException("no disk");
            });

    assertThat(BRIEF.linesOf(List.of(fails)))
        .containsExactly(CheckLine.bad("Disk", "This check failed unexpectedly: no disk."));
  }
}
