package dev.invoices.client.paging;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import dev.invoices.temporal.MessageLimit;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

/** How much is read of what strangers may have made huge. */
class PageBudgetTest {

  private static final Throwable TOO_LARGE =
      Status.RESOURCE_EXHAUSTED
          .withDescription("gRPC message exceeds maximum size 100: 564")
          .asRuntimeException();

  @Test
  void smallPages_growUpToTheMost() {
    PageBudget budget = PageBudget.of(250, 10, Long.MAX_VALUE);

    budget.spend(page(100));

    assertThat(budget.entries()).isEqualTo(250);
  }

  @Test
  void largePage_isFollowedByASingleEntry() {
    PageBudget budget = PageBudget.of(250, 10, Long.MAX_VALUE);

    budget.spend(page(MessageLimit.BYTES / 2));

    assertThat(budget.entries()).isEqualTo(1);
  }

  @Test
  void pageThatIsTooLarge_isReadEntryByEntry_andASingleEntryIsNotTriedAgain() {
    PageBudget budget = PageBudget.of(250, 10, Long.MAX_VALUE);

    assertThat(budget.shrinksAfter(TOO_LARGE)).isTrue();
    assertThat(budget.entries()).isEqualTo(1);
    assertThat(budget.shrinksAfter(TOO_LARGE)).isFalse();
  }

  @Test
  void otherFailure_isNoReasonToReadLess() {
    PageBudget budget = PageBudget.of(250, 10, Long.MAX_VALUE);
    Throwable busy =
        Status.RESOURCE_EXHAUSTED.withDescription("namespace rate limit").asRuntimeException();

    assertThat(budget.shrinksAfter(busy)).isFalse();
    assertThat(budget.shrinksAfter(new IllegalStateException())).isFalse();
  }

  @Test
  void budget_isSpentByPagesAndByBytes() {
    PageBudget byPages = PageBudget.of(250, 2, Long.MAX_VALUE);
    PageBudget byBytes = PageBudget.of(250, 10, 1_000);

    byPages.spend(page(10));
    byBytes.spend(page(1_000));

    assertThat(byPages.isSpent()).isFalse();
    assertThat(byBytes.isSpent()).isTrue();
    byPages.spend(page(10));
    assertThat(byPages.isSpent()).isTrue();
  }

  private static BytesValue page(int bytes) {
    return BytesValue.of(ByteString.copyFrom(new byte[bytes]));
  }
}
