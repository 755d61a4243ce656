package dev.invoices.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.PackagedJar;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** A library that is added is noticed when the jar grows by more than it deserves. */
class JarSizeIT {

  private static final long MAX_BYTES = 60_000_000;

  @Test
  void worker_staysSmall() throws IOException {
    assertThat(Files.size(PackagedJar.worker().path())).isLessThan(MAX_BYTES);
  }
}
