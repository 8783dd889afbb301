package io.auroraresponder.intake;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.intake.Resolved.Found;
import io.auroraresponder.intake.Resolved.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ties an event to its cluster: what the event names is looked up, what it does not name is not guessed.
 *
 * <p>Another account or region, a cluster that did not opt in, and an event that fits several clusters are refused by name.
 */
final class ClusterResolution {
  private final ClusterDirectory directory;
  private final OwnAccount home;

  ClusterResolution(ClusterDirectory directory, OwnAccount home) {
    this.directory = directory;
    this.home = home;
  }

  /** One entry, or several where an event rightly speaks of several clusters (schedules, AWS Health). Never empty. */
  List<Resolved> resolve(ParsedEvent notice) {
    EventPhrases words = new EventPhrases(notice.signal());
    try {
      Optional<Refused> foreign = foreign(notice, words);
      if (foreign.isPresent()) {
        return List.of(foreign.get());
      }
      return named(notice, words).stream().map(resolved -> admitted(resolved, words)).toList();
    } catch (DependencyException unanswered) {
      return List.of(Refused.silently(IntakeReason.LOOKUP_FAILED, "the cluster could not be looked up: " + unanswered.getMessage()));
    }
  }

  private List<Resolved> named(ParsedEvent notice, EventPhrases words) {
    return switch (notice) {
      case ParsedEvent.Alarm alarm -> List.of(new AlarmClusters(directory, words).resolve(alarm.alarm()));
      case ParsedEvent.Rds rds -> List.of(ofRdsEvent(rds, words));
      case ParsedEvent.Health health -> ofHealth(health, words);
      case ParsedEvent.Backup backup -> List.of(ofBackup(backup, words));
      case ParsedEvent.RangeChange change -> List.of(byCall(change.cluster(), words));
      case ParsedEvent.Rename rename -> List.of(ofRename(rename, words));
      case ParsedEvent.Unread unread -> List.of(ofUnread(unread, words));
      case ParsedEvent.Schedule schedule -> schedule.cluster().isEmpty() ? all(words) : List.of(byGivenName(schedule.cluster(), words));
      case ParsedEvent.ByHand request -> List.of(byGivenName(request.cluster(), words));
      case ParsedEvent.Unusable unusable -> List.of(Refused.silently(unusable.reason(), unusable.text()));
    };
  }

  private Optional<Refused> foreign(ParsedEvent notice, EventPhrases words) {
    AccountRegion here = home.during(notice.origin());
    List<AccountRegion> places = new ArrayList<>(List.of(notice.origin()));
    switch (notice) {
      case ParsedEvent.Alarm alarm -> alarm.alarm().definition().metrics().forEach(metric -> {
        places.add(new AccountRegion(metric.account(), ""));
        metric.databases().forEach(name -> places.add(GivenName.of(name).place()));
      });
      case ParsedEvent.Rds rds -> places.add(rds.resource());
      case ParsedEvent.Backup backup -> places.add(placeIn(backup.resourceArn()));
      case ParsedEvent.RangeChange change -> places.add(GivenName.of(change.cluster()).place());
      case ParsedEvent.Schedule schedule -> places.add(GivenName.of(schedule.cluster()).place());
      case ParsedEvent.ByHand request -> places.add(GivenName.of(request.cluster()).place());
      case ParsedEvent.Rename rename -> places.add(GivenName.of(rename.from()).place());
      case ParsedEvent.Health health -> {}
      case ParsedEvent.Unread unread -> {}
      case ParsedEvent.Unusable unusable -> {}
    }
    Optional<Refused> refused = places.stream().map(place -> foreign(place, here, words)).flatMap(Optional::stream).findFirst();
    // What AWS tells everybody of another region is nobody's trouble here.
    return notice instanceof ParsedEvent.Health ? refused.map(Refused::untold) : refused;
  }

  private static Optional<Refused> foreign(AccountRegion place, AccountRegion here, EventPhrases words) {
    if (!place.account().isEmpty() && !here.account().isEmpty() && !place.account().equals(here.account())) {
      return Optional.of(
          words.refused(IntakeReason.OTHER_ACCOUNT, "it is about account {}, and this is account {}", place.account(), here.account()));
    }
    if (!place.region().isEmpty() && !here.region().isEmpty() && !place.region().equals(here.region())) {
      return Optional.of(
          words.refused(IntakeReason.OTHER_REGION, "it is about region {}, and this is region {}", place.region(), here.region()));
    }
    return Optional.empty();
  }

  private static Resolved admitted(Resolved resolved, EventPhrases words) {
    if (!(resolved instanceof Found found)) {
      return resolved;
    }
    return OptIn.refusal(found.cluster(), words).<Resolved>map(refused -> refused).orElse(found);
  }

  private Resolved ofRdsEvent(ParsedEvent.Rds rds, EventPhrases words) {
    return switch (rds.subject()) {
      case CLUSTER -> byName(rds.name(), words);
      case INSTANCE -> byInstance(rds.name(), words);
      case CLUSTER_SNAPSHOT ->
          directory
              .clusterOfSnapshot(rds.name())
              .map(id -> byName(id.value(), words))
              .orElseGet(() -> words.refused(IntakeReason.CLUSTER_NOT_FOUND, "the cluster of snapshot {} could not be found", rds.name()));
      case BLUE_GREEN_DEPLOYMENT ->
          RdsEventTable.switchedOver(rds.message())
              .map(name -> find(name).<Resolved>map(Found::of).orElseGet(() -> byInstance(name, words)))
              .orElseGet(() -> Refused.silently(IntakeReason.OTHER_RESOURCE, "a blue/green deployment that does not say of which cluster"));
      case OTHER -> Refused.silently(IntakeReason.OTHER_RESOURCE, "an RDS event about neither cluster, instance nor cluster snapshot");
    };
  }

  /** Who watches it by its name no longer does; under which of its names it is found depends on how far RDS is. */
  private Resolved ofRename(ParsedEvent.Rename rename, EventPhrases words) {
    String text = "the cluster was renamed";
    return Stream.of(rename.to(), rename.from())
        .map(name -> byCall(name, words))
        .filter(Found.class::isInstance)
        .map(found -> OptIn.refusal(((Found) found).cluster(), words).map(Refused::untold)
            .orElseGet(() -> new Refused(
                IntakeReason.NO_RUNBOOK, text, words.say(
                "{} is now {}: alarms and dashboards that name the old name no longer see it. It was renamed by {}.", rename.from(),
                rename.to(), rename.actor()))))
        .findFirst()
        .orElseGet(() -> Refused.silently(IntakeReason.CLUSTER_NOT_FOUND, text + ", and is known by neither name"));
  }

  /** Told once a source, where it names a cluster that asked for us: somebody sent it here and waits for something. */
  private Refused ofUnread(ParsedEvent.Unread unread, EventPhrases words) {
    for (String name : unread.databases()) {
      if (foreign(GivenName.of(name).place(), home.during(unread.origin()), words).isEmpty()
          && byGivenName(name, words) instanceof Found found && OptIn.refusal(found.cluster(), words).isEmpty()) {
        return new Refused(
            unread.reason(), unread.what(), words.say(
            "{}: {}. No runbook looks into that, and it opens no incident; this is said once.", found.cluster().id().value(),
            unread.what()));
      }
    }
    return Refused.silently(unread.reason(), unread.what());
  }

  private Resolved ofBackup(ParsedEvent.Backup backup, EventPhrases words) {
    Optional<Arn> arn = Arn.parse(backup.resourceArn());
    if (arn.isEmpty()) {
      return words.refused(IntakeReason.NO_CLUSTER_NAMED, "AWS Backup job {} names no resource", backup.jobId());
    }
    return switch (isOther(backup.resourceType()) || !arn.get().isRds() ? "" : arn.get().type()) {
      case "cluster" -> byName(arn.get().name(), words);
      case "db" -> byInstance(arn.get().name(), words);
      default -> {
        String what = CleanText.name(backup.resourceArn());
        yield Refused.silently(IntakeReason.OTHER_RESOURCE, "AWS Backup works on something else: " + what);
      }
    };
  }

  /** Their clusters have ARNs of RDS. */
  private static boolean isOther(String resourceType) {
    return resourceType.equalsIgnoreCase("DocumentDB") || resourceType.equalsIgnoreCase("Neptune");
  }

  private List<Resolved> ofHealth(ParsedEvent.Health health, EventPhrases words) {
    List<Resolved> found = new ArrayList<>();
    for (String entity : health.entities()) {
      Resolved one = byGivenName(entity, words);
      boolean known = found.stream().anyMatch(other -> sameCluster(one, other));
      if (one instanceof Found && !known) {
        found.add(one);
      }
    }
    if (!found.isEmpty()) {
      return found;
    }
    if (!health.isPublic() || !health.entities().isEmpty()) {
      return List.of(Refused.silently(IntakeReason.OTHER_RESOURCE, health.code() + " names no cluster of ours"));
    }
    String said = health.signal().reason();
    return List.of(said.isEmpty() ? words.refused(IntakeReason.NO_CLUSTER_NAMED, "{} names no cluster of this account", health.code())
        : words.refused(IntakeReason.NO_CLUSTER_NAMED, "{} names no cluster of this account: {}", health.code(), said));
  }

  private static boolean sameCluster(Resolved one, Resolved other) {
    return one instanceof Found first && other instanceof Found second && first.cluster().id().equals(second.cluster().id());
  }

  private List<Resolved> all(EventPhrases words) {
    List<Resolved> ours = new ArrayList<>();
    for (ClusterState cluster : directory.clusters()) {
      if (OptIn.refusal(cluster, words).isEmpty()) {
        ours.add(Found.of(cluster));
      }
    }
    return ours.isEmpty() ? List.of(Refused.silently(IntakeReason.NOTHING_OPTED_IN, "no cluster has opted in")) : ours;
  }

  /** What a call to RDS named: a cluster and nothing else. */
  private Resolved byCall(String given, EventPhrases words) {
    return switch (GivenName.of(given)) {
      case GivenName.Named named -> byName(named.id(), words);
      case GivenName.Nothing nothing -> unusable(given, nothing, words);
    };
  }

  /**
   * What a person gave: cluster or instance, bare, as an ARN or endpoint. What is no cluster's name is resolved, said, and changes nothing.
   */
  private Resolved byGivenName(String given, EventPhrases words) {
    return switch (GivenName.of(given)) {
      case GivenName.Named named when named.isEndpoint() -> byEndpoint(given, named, words);
      case GivenName.Named named ->
          switch (named.kind()) {
            case CLUSTER -> byName(named.id(), words);
            case INSTANCE -> namingItsCluster(byInstance(named.id(), words), named.id(), words);
            case EITHER -> byEither(given.strip(), named.id(), words);
          };
      case GivenName.Nothing nothing -> unusable(given, nothing, words);
    };
  }

  private Resolved byEither(String written, String id, EventPhrases words) {
    if (find(id).isPresent()) {
      return byName(id, words);
    }
    return byInstance(id, words) instanceof Found member
        ? namingItsCluster(member, id, words)
        : words.refused(IntakeReason.CLUSTER_NOT_FOUND, "there is no cluster {}", written);
  }

  private static Resolved namingItsCluster(Resolved resolved, String instance, EventPhrases words) {
    if (!(resolved instanceof Found member)) {
      return resolved;
    }
    Phrase remark = words.say("{} is an instance; its cluster is {}.", instance, member.cluster().id().value());
    return new Found(member.cluster(), member.member(), "", true, List.of(remark));
  }

  /** An endpoint of the same name in another account differs in the account's part. */
  private Resolved byEndpoint(String given, GivenName.Named named, EventPhrases words) {
    Resolved resolved = named.kind() == GivenName.Kind.INSTANCE ? byInstance(named.id(), words) : byName(named.id(), words);
    if (!(resolved instanceof Found found)) {
      return resolved;
    }
    String own = GivenName.of(found.cluster().endpoint()) instanceof GivenName.Named known ? known.account() : "";
    if (!own.isEmpty() && !own.equals(named.account())) {
      return words.refused(IntakeReason.OTHER_ACCOUNT, "{} is no endpoint of this account and region", given);
    }
    Phrase remark = words.say("{} is an endpoint; its cluster is {}.", given, found.cluster().id().value());
    return new Found(found.cluster(), found.member(), "", true, List.of(remark));
  }

  private static Resolved unusable(String given, GivenName.Nothing nothing, EventPhrases words) {
    return words.refused(IntakeReason.CLUSTER_NOT_FOUND, "'{}' names no cluster: " + nothing.why(), CleanText.excerpt(given));
  }

  private Resolved byInstance(String name, EventPhrases words) {
    String instance = name.toLowerCase(Locale.ROOT);
    Optional<ClusterState> cluster =
        Identifier.isValid(instance) ? directory.clusterOfInstance(instance).flatMap(directory::cluster) : Optional.empty();
    return cluster
        .<Resolved>map(found -> new Found(found, instance, "", false, List.of()))
        .orElseGet(() -> new StandaloneInstances(directory, words).refused(instance));
  }

  private Resolved byName(String name, EventPhrases words) {
    return find(name)
        .<Resolved>map(Found::of)
        .orElseGet(() -> words.refused(IntakeReason.CLUSTER_NOT_FOUND, "there is no cluster {}", name));
  }

  /** By name; a resource id stands in some ARNs where the name would be. */
  private Optional<ClusterState> find(String name) {
    if (!Identifier.isValid(name)) {
      return Optional.empty();
    }
    Optional<ClusterState> byName = directory.cluster(new ClusterId(name));
    if (byName.isPresent() || !name.toLowerCase(Locale.ROOT).startsWith("cluster-")) {
      return byName;
    }
    return directory.clusters().stream().filter(cluster -> cluster.resourceId().equalsIgnoreCase(name)).findFirst();
  }

  private static AccountRegion placeIn(String text) {
    return Arn.parse(text).map(Arn::place).orElse(AccountRegion.UNKNOWN);
  }
}
