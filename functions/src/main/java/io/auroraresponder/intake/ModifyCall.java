package io.auroraresponder.intake;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A ModifyDBCluster as EventBridge delivers CloudTrail's record of it (CloudTrail User Guide, record contents): what was asked for, by whom
 * and when. Texts are empty where the record lacks them.
 */
public final class ModifyCall {
  private final ApiCall call;
  private final JsonTree detail;

  private ModifyCall(ApiCall call) {
    this.call = call;
    this.detail = call.detail();
  }

  /** Empty where it is no record of such a call. */
  static Optional<ModifyCall> of(JsonTree event) {
    ApiCall call = ApiCall.in(event);
    return call.isOfRds() && call.name().equals("ModifyDBCluster") ? Optional.of(new ModifyCall(call)) : Optional.empty();
  }

  /** As above, of the event's JSON; empty for everything else. */
  public static Optional<ModifyCall> of(String json) {
    return JsonTree.parse(json).flatMap(ModifyCall::of);
  }

  /** Why it was refused, empty where it was not. */
  public String error() {
    return call.error();
  }

  /** Names the record. */
  public String eventId() {
    return detail.text("eventID");
  }

  /** When it was made, by AWS's clock, to the second; empty where the record does not say. */
  public Optional<Instant> at() {
    return EventTimes.parse(detail.text("eventTime"));
  }

  /** ARN of who called; the service where one called for itself. */
  public String actor() {
    return call.actor();
  }

  /** ARN of the role behind a session, empty for users. */
  String issuer() {
    return call.issuer();
  }

  /** Name of the role or user behind the call. */
  public String role() {
    return role(call.caller());
  }

  /** A session is arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION; who chose the session's name is not to be taken for the role. */
  static String role(String arn) {
    String[] parts = arn.split("/", -1);
    return arn.contains(":assumed-role/") && parts.length > 1 ? parts[1] : parts[parts.length - 1];
  }

  /** Of the cluster that answered, empty where the record does not say. */
  public String resourceId() {
    return CleanText.name(detail.at("responseElements").text("dbClusterResourceId", "dBClusterResourceId", "DbClusterResourceId"));
  }

  public String requestId() {
    return CleanText.name(detail.text("requestID"));
  }

  /** The caller's user agent. */
  public String agent() {
    return detail.text("userAgent");
  }

  AccountRegion origin() {
    return new AccountRegion(detail.text("recipientAccountId"), detail.text("awsRegion"));
  }

  /** Identifier or ARN as given in the call. */
  public String cluster() {
    return asked().text("dBClusterIdentifier", "dbClusterIdentifier", "DBClusterIdentifier");
  }

  /** The name that the cluster gets, empty where it keeps its own. */
  String newName() {
    return asked().text("newDBClusterIdentifier", "newDbClusterIdentifier").strip();
  }

  /** Whether the call names a scaling range. */
  public boolean setsRange() {
    return !range().isEmpty();
  }

  /** Empty where the call left it out, or gave no number. */
  public OptionalDouble minAcu() {
    return range().number("minCapacity");
  }

  /** As {@link #minAcu()}. */
  public OptionalDouble maxAcu() {
    return range().number("maxCapacity");
  }

  private JsonTree asked() {
    return detail.at("requestParameters");
  }

  private JsonTree range() {
    return asked().at("serverlessV2ScalingConfiguration");
  }
}
