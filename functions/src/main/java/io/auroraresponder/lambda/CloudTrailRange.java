package io.auroraresponder.lambda;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.auroraresponder.remediation.RecordedRange;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * CloudTrail's record of a ModifyDBCluster that set a scaling range, as EventBridge delivers it (CloudTrail User Guide, record contents).
 */
record CloudTrailRange(JsonObject event) {

  /** Empty for every other record: one that failed, one that left the range alone, or one that lacks what is needed. */
  Optional<RecordedRange> recorded() {
    JsonObject detail = object(event, "detail");
    JsonObject asked = object(detail, "requestParameters");
    JsonObject range = object(asked, "serverlessV2ScalingConfiguration");
    boolean set = text(detail, "eventName").equals("ModifyDBCluster") && text(detail, "errorCode").isEmpty() && range.has("minCapacity")
        && range.has("maxCapacity");
    String cluster = text(asked, "dBClusterIdentifier");
    Optional<Instant> at = time(text(detail, "eventTime"));
    if (!set || cluster.isEmpty() || at.isEmpty() || text(detail, "eventID").isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RecordedRange(
              text(detail, "eventID"), at.get(), cluster.substring(cluster.lastIndexOf(':') + 1), author(detail), text(detail, "requestID"),
              text(detail, "userAgent"), range.get("minCapacity").getAsDouble(), range.get("maxCapacity").getAsDouble()));
    } catch (NumberFormatException | UnsupportedOperationException | IllegalStateException noNumbers) {
      return Optional.empty();
    }
  }

  private static String author(JsonObject detail) {
    JsonObject identity = object(detail, "userIdentity");
    String arn = text(identity, "arn");
    String by = arn.isEmpty() ? text(identity, "invokedBy") : arn;
    // A session's name is the caller's choice; what it may be is told by IAM, what it may look like is told here.
    return by.replaceAll("[^\\w+=,.@:/-]", "-");
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }

  private static JsonObject object(JsonObject of, String name) {
    JsonElement value = of.get(name);
    return value != null && value.isJsonObject() ? value.getAsJsonObject() : new JsonObject();
  }

  private static String text(JsonObject of, String name) {
    JsonElement value = of.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString().strip() : "";
  }
}
