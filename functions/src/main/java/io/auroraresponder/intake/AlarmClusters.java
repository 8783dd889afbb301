package io.auroraresponder.intake;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.intake.ClusterDirectory.AlarmDefinition;
import io.auroraresponder.intake.ClusterDirectory.Measured;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** From an alarm's dimensions, or those of its children, to one cluster; the alarm's name is never taken for one. */
final class AlarmClusters {
  /** Document databases publish the same dimension names in namespaces of their own. */
  private static final Set<String> OTHER_SERVICES = Set.of("AWS/DocDB", "AWS/Neptune");

  /** A cluster has at most 16 members (Aurora quotas); more names than this cannot be one cluster. */
  private static final int MOST_NAMES = 40;

  private final ClusterDirectory directory;
  private final EventPhrases words;

  AlarmClusters(ClusterDirectory directory, EventPhrases words) {
    this.directory = directory;
    this.words = words;
  }

  Resolved resolve(AlarmReading alarm) {
    AlarmReading.Definition definition = alarm.definition();
    if (definition.kind() == AlarmReading.Kind.COMPOSITE) {
      return resolveComposite(alarm);
    }
    if (definition.kind() == AlarmReading.Kind.UNKNOWN) {
      return resolveByItsName(alarm);
    }
    List<Measured> metrics =
        definition.metrics().stream().map(one -> new Measured(one.namespace(), one.metric(), one.dimensions())).toList();
    if (!metrics.isEmpty() && metrics.stream().allMatch(one -> OTHER_SERVICES.contains(one.namespace()))) {
      return Resolved.Refused.silently(IntakeReason.OTHER_SERVICE, "an alarm on " + metrics.getFirst().namespace());
    }
    if (MetricsInsights.groupsByDatabase(definition.expression()) && Names.in(metrics).isEmpty()) {
      return Resolved.Refused.silently(
          IntakeReason.ALARM_CONTRIBUTOR, "the alarm watches many databases; each that is in trouble comes as an event of its own");
    }
    return resolve(metrics,
        "the alarm names no cluster: none of its metrics has a dimension DBClusterIdentifier or DBInstanceIdentifier, and no expression "
        + "names an instance");
  }

  private Resolved resolveComposite(AlarmReading alarm) {
    List<AlarmDefinition> children = new CompositeAlarms(directory).children(alarm.definition());
    List<Measured> metrics = children.stream().flatMap(child -> child.metrics().stream()).toList();
    if (!children.isEmpty() && Names.in(metrics).isEmpty()) {
      // A rule cannot see what a composite is made of, so those of the account's other services arrive as well.
      return Resolved.Refused.silently(IntakeReason.OTHER_SERVICE, "a composite alarm whose children name no database");
    }
    return resolve(metrics, "the composite alarm names no cluster: none of its children could be found");
  }

  /** The event does not say what the alarm watches; CloudWatch may. */
  private Resolved resolveByItsName(AlarmReading alarm) {
    List<AlarmDefinition> found = new CompositeAlarms(directory).named(alarm.name());
    List<Measured> metrics = found.stream().flatMap(one -> one.metrics().stream()).toList();
    String why = found.isEmpty() ? "and there is no alarm of its name" : "and what CloudWatch knows of it has no database dimension";
    return resolve(metrics, "the alarm names no cluster: the event does not say what it watches, " + why);
  }

  private Resolved resolve(List<Measured> metrics, String nothingNamed) {
    Names names = Names.in(metrics);
    if (names.isEmpty()) {
      return words.refused(IntakeReason.NO_CLUSTER_NAMED, nothingNamed);
    }
    if (names.count() > MOST_NAMES) {
      return words.refused(IntakeReason.AMBIGUOUS_CLUSTER, "the alarm speaks of more databases than one cluster can have");
    }
    Set<ClusterId> clusters = new LinkedHashSet<>();
    for (String cluster : names.clusters()) {
      id(cluster).map(ClusterId::new).ifPresent(clusters::add);
    }
    for (String resource : names.resources()) {
      directory.instanceOfResource(resource).ifPresent(names.instances()::add);
    }
    for (String instance : names.instances()) {
      id(instance).flatMap(directory::clusterOfInstance).ifPresent(clusters::add);
    }
    return one(clusters, names);
  }

  private Resolved one(Set<ClusterId> clusters, Names names) {
    if (clusters.isEmpty() && names.clusters().isEmpty() && names.instances().isEmpty()) {
      return words.refused(
          IntakeReason.CLUSTER_NOT_FOUND, "there is no DB instance with the resource id {}", names.resources().iterator().next());
    }
    if (clusters.isEmpty()) {
      return names.clusters().isEmpty()
          ? new StandaloneInstances(directory, words).refused(
          id(names.instances().iterator().next()).orElse(names.instances().iterator().next()))
          : words.refused(IntakeReason.CLUSTER_NOT_FOUND, "there is no cluster {}", names.clusters().iterator().next());
    }
    if (clusters.size() > 1) {
      List<String> both = clusters.stream().map(ClusterId::value).toList();
      return words.refused(
          IntakeReason.AMBIGUOUS_CLUSTER, "the alarm speaks of several clusters, among them {} and {}", both.get(0), both.get(1));
    }
    ClusterId id = clusters.iterator().next();
    return directory
        .cluster(id)
        .<Resolved>map(cluster -> found(cluster, names))
        .orElseGet(() -> words.refused(IntakeReason.CLUSTER_NOT_FOUND, "there is no cluster {}", id.value()));
  }

  private Resolved found(ClusterState cluster, Names names) {
    String member = names.instances().size() == 1 ? id(names.instances().iterator().next()).orElse("") : "";
    String role = names.roles().size() == 1 ? names.roles().iterator().next() : "";
    List<Phrase> remarks = new ArrayList<>();
    for (String spelled : names.misspelled()) {
      remarks.add(
          words.say(
              "The alarm's dimension is spelled {}, the database is {}: RDS publishes under its identifier in lower case, so the alarm "
              + "receives no data.",
              spelled, id(spelled).orElse(spelled)));
    }
    return new Resolved.Found(cluster, member, role, !remarks.isEmpty(), remarks);
  }

  /** As RDS stores it, whatever form it was written in. */
  private static Optional<String> id(String written) {
    return GivenName.of(written) instanceof GivenName.Named named ? Optional.of(named.id()) : Optional.empty();
  }

  /** The databases that dimensions name, as written. */
  private record Names(Set<String> clusters, Set<String> instances, Set<String> resources, Set<String> roles) {

    static Names in(List<Measured> metrics) {
      Names names = new Names(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
      for (Measured metric : metrics) {
        if (!OTHER_SERVICES.contains(metric.namespace())) {
          metric.dimensions().forEach(names::add);
        }
      }
      return names;
    }

    private void add(String name, String value) {
      if (value.isBlank()) {
        return;
      }
      // The guide itself writes DbClusterIdentifier in one row; whoever copies it means the same.
      switch (name.toLowerCase(Locale.ROOT)) {
        case "dbclusteridentifier" -> clusters.add(value);
        case "dbinstanceidentifier" -> instances.add(value);
        case "dbiresourceid" -> resources.add(value.strip());
        case "role" -> roles.add(value.strip().toUpperCase(Locale.ROOT));
        default -> {}
      }
    }

    boolean isEmpty() {
      return clusters.isEmpty() && instances.isEmpty() && resources.isEmpty();
    }

    int count() {
      return clusters.size() + instances.size() + resources.size();
    }

    List<String> misspelled() {
      List<String> all = new ArrayList<>(clusters);
      all.addAll(instances);
      return all.stream().filter(name -> id(name).filter(known -> !known.equals(name)).isPresent()).toList();
    }
  }
}
