package dev.invoices.hostile;

import java.util.List;
import java.util.Random;

/** Chooses; the same again for the same seed. */
record Chance(Random random) {

  int nextInt(int bound) {
    return random.nextInt(bound);
  }

  boolean nextBoolean() {
    return random.nextBoolean();
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
