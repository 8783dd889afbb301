package io.auroraresponder.incident;

import java.time.Instant;
import java.util.List;

/**
 * One entry of DescribeEvents. The API gives no event id, so {@code id} is known only where the event came by EventBridge or SNS.
 *
 * @param sourceId cluster, instance or snapshot identifier
 * @param id for example {@code RDS-EVENT-0372}, empty where unknown
 */
public record RdsEvent(String sourceId, String id, String message, List<String> categories, Instant at) {
  public RdsEvent {
    categories = List.copyOf(categories);
  }
}
