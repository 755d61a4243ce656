package dev.invoices.hostile;

import java.util.List;
import java.util.Random;

/** Chooses; the same again for the same seed. */
public record Chance(Random random) {

  public int nextInt(int bound) {
    return random.nextInt(bound);
  }

  public boolean nextBoolean() {
    return random.nextBoolean();
  }

  public <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
