package io.auroraresponder.intake;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Everything that one invocation brought, in the order of arrival.
 *
 * @param results at least one a batch item
 */
public record IntakeBatch(List<IntakeResult> results) {
  public IntakeBatch {
    results = List.copyOf(results);
  }

  /** The items that must come again because of how they were read, each once, in the order of arrival. */
  public List<String> failedItems() {
    return failedItems(List.of());
  }

  /**
   * The same with the signals that could afterwards be neither handled nor recorded.
   *
   * <p>An item fails as a whole: one failed signal in it brings all of them again, and the others are then known as seen.
   */
  public List<String> failedItems(Collection<IntakeResult> alsoFailed) {
    LinkedHashSet<String> failed = new LinkedHashSet<>();
    for (IntakeResult result : results) {
      boolean unread = result instanceof IntakeResult.Rejected rejected && rejected.reason().worthRetrying();
      // An empty identifier would make Lambda take the whole batch as failed, so an item without one is never reported.
      if ((unread || alsoFailed.contains(result)) && !result.batchItemId().isEmpty()) {
        failed.add(result.batchItemId());
      }
    }
    return List.copyOf(failed);
  }
}
