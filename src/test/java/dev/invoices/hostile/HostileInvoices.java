package dev.invoices.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Valid invoices with one or two changes, each of which knows what must become of it. */
public final class HostileInvoices {

  public static final String SUBMIT = "process_invoice";

  private static final String SEED = "hostile.seed";

  private final Random random;
  private final Mutations mutations;

  public HostileInvoices(long seed) {
    this.random = new Random(seed);
    this.mutations = new Mutations(random);
  }

  /** A new one for each run, unless system property {@code hostile.seed} asks for one again. */
  public static long seed() {
    return Long.getLong(SEED, new Random().nextLong());
  }

  /** As many generated submissions; the same for the same seed. */
  public List<HostileCase> submissions(int count, String prefix) {
    List<HostileCase> cases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      cases.add(submission(prefix + i));
    }
    return cases;
  }

  private HostileCase submission(String id) {
    InvoiceDraft draft = new InvoiceDraft(id, random);
    List<Mutation> changes = new ArrayList<>();
    switch (random.nextInt(4)) {
      case 0 -> changes.add(mutations.alone(draft));
      case 1 -> changes.add(mutations.ofTheHead(draft));
      case 2 -> changes.add(mutations.ofALine(draft));
      default -> {
        changes.add(mutations.ofTheHead(draft));
        changes.add(mutations.ofALine(draft));
      }
    }
    changes.forEach(change -> change.change().accept(draft));
    return new HostileCase(
        changes.stream().map(Mutation::name).collect(Collectors.joining(" and ")),
        SUBMIT,
        draft.arguments(),
        changes.stream().map(Mutation::outcome).toList(),
        id,
        draft.expected());
  }
}
