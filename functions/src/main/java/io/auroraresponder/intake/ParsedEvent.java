package io.auroraresponder.intake;

import io.auroraresponder.incident.Signal;
import java.util.List;
import java.util.OptionalDouble;

/** What one event says, read but not yet tied to a cluster. */
public sealed interface ParsedEvent {

  Signal signal();

  /** Where the event comes from by its own envelope, unknown parts empty. */
  AccountRegion origin();

  record Alarm(Signal signal, AccountRegion origin, AlarmReading alarm) implements ParsedEvent {}

  /** What an RDS event speaks of. */
  enum Subject {
    CLUSTER,
    INSTANCE,
    CLUSTER_SNAPSHOT,
    /** Its identifier is none of a cluster; the message names the cluster where it names one. */
    BLUE_GREEN_DEPLOYMENT,
    /** Parameter groups, proxies, snapshots of other engines, … */
    OTHER
  }

  /**
   * An RDS event, by EventBridge or by subscription.
   *
   * @param name identifier as RDS spells it; automated snapshots with their {@code rds:}
   * @param resource where the ARN says the thing is
   * @param eventId for example {@code RDS-EVENT-0071}, empty where the event has none
   * @param categories empty over SNS
   */
  record Rds(
      Signal signal, AccountRegion origin, Subject subject, String name, AccountRegion resource, String eventId, String message,
      List<String> categories)
      implements ParsedEvent {
    public Rds {
      categories = List.copyOf(categories);
    }
  }

  /**
   * An AWS Health event about RDS.
   *
   * @param code for example {@code AWS_RDS_OPERATIONAL_ISSUE}
   * @param category issue, scheduledChange, accountNotification, …
   * @param isPublic whether it tells of the region and not of one account (AWS Health User Guide, eventScopeCode)
   * @param entities ARNs or identifiers of what is affected
   */
  record Health(Signal signal, AccountRegion origin, String code, String category, boolean isPublic, List<String> entities)
      implements ParsedEvent {
    public Health {
      entities = List.copyOf(entities);
    }
  }

  /**
   * An AWS Backup job.
   *
   * @param resourceArn what is backed up, empty in the first events of a job
   * @param state as AWS Backup spells it, also one that we do not know
   */
  record Backup(Signal signal, AccountRegion origin, String jobId, String resourceArn, String resourceType, String state, String message)
      implements ParsedEvent {}

  /**
   * Somebody called ModifyDBCluster and named a scaling range.
   *
   * @param cluster identifier or ARN as given in the call
   * @param actor ARN of who called
   * @param issuer ARN of the role behind a session, empty for users
   * @param minAcu empty where the call left it out
   */
  record RangeChange(
      Signal signal,
      AccountRegion origin,
      String cluster,
      String actor,
      String issuer,
      String requestId,
      OptionalDouble minAcu,
      OptionalDouble maxAcu)
      implements ParsedEvent {}

  /**
   * Somebody called ModifyDBCluster and gave the cluster another name.
   *
   * @param from identifier or ARN as given in the call
   * @param to the new identifier as given in the call
   * @param actor ARN of who called
   */
  record Rename(Signal signal, AccountRegion origin, String from, String to, String actor) implements ParsedEvent {}

  /**
   * Well formed, of a kind that no runbook reads, and it names databases.
   *
   * @param signal the same id for everything of its source: it is told once
   * @param reason of its kind
   * @param databases identifiers, ARNs or endpoints as written; never empty
   * @param what source and kind, for people
   * @param caller ARN of the role or user that made an API call, empty for everything else
   */
  record Unread(Signal signal, AccountRegion origin, IntakeReason reason, List<String> databases, String what, String caller)
      implements ParsedEvent {
    public Unread {
      databases = List.copyOf(databases);
    }
  }

  /**
   * The clock.
   *
   * @param schedule name of the rule or schedule
   * @param cluster the one cluster that it is about, empty for all that opted in
   * @param runbook the runbook that its input names, empty where it names none
   */
  record Schedule(Signal signal, AccountRegion origin, String schedule, String cluster, String runbook) implements ParsedEvent {}

  /** A person asks for a look. */
  record ByHand(Signal signal, AccountRegion origin, String cluster, String runbook) implements ParsedEvent {}

  /** Read, and nothing to be done; the reason says why. */
  record Unusable(Signal signal, AccountRegion origin, IntakeReason reason, String text) implements ParsedEvent {}
}
