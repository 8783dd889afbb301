package io.auroraresponder.lambda;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.KillSwitch;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.MetricSource;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.runbook.PauseState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How far a cluster is attached: {@code {"selfcheck":"deep","cluster":"orders-db"}}. First what works from outside (cluster, tags, metrics,
 * ledger), then what needs the probe (its place, the way in, the login). Each thing that is missing comes with what to do. Reads only,
 * opens no incident, and leaves a cluster alone that may be paused.
 */
final class DeepCheck {
  private static final Duration WINDOW = Duration.ofMinutes(10);

  private static final String LOGIN =
      "CREATE ROLE aurora_responder LOGIN; GRANT rds_iam, pg_monitor TO aurora_responder; and aws rds modify-db-cluster "
      + "--enable-iam-database-authentication";

  /** What it asks. */
  record Ports(
      ControlPlane control,
      MetricSource metrics,
      Ledger ledger,
      OperatorsTable operators,
      DatabaseProbe probe,
      BiFunction<ClusterState, Member, ProbeRequest> requests,
      Function<ClusterState, Policy> policy,
      InstantSource clock) {}

  /** One thing that has to be there. */
  private enum State {
    OK,
    MISSING,
    UNKNOWN
  }

  private record Item(String what, State state, String says) {}

  private final Ports ports;

  DeepCheck(Ports ports) {
    this.ports = ports;
  }

  String answer(String name, Deadline deadline) {
    List<Item> items = new ArrayList<>();
    Reading<Optional<ClusterState>> found = reading(() -> ports.control().cluster(new ClusterId(name)));
    Optional<ClusterState> cluster = found.orElse(Optional.empty());
    items.add(clusterItem(name, found));
    items.add(ledgerItem());
    cluster.ifPresent(state -> attached(state, items, deadline));
    JsonObject answer = new JsonObject();
    answer.addProperty("selfcheck", "deep");
    answer.addProperty("cluster", name);
    JsonArray checks = new JsonArray();
    items.forEach(item -> checks.add(json(item)));
    answer.add("checks", checks);
    answer.addProperty("complete", items.stream().allMatch(item -> item.state() == State.OK));
    return answer.toString();
  }

  private static JsonObject json(Item item) {
    JsonObject json = new JsonObject();
    json.addProperty("what", item.what());
    json.addProperty("state", item.state().name().toLowerCase(java.util.Locale.ROOT));
    json.addProperty("says", item.says());
    return json;
  }

  private static Item clusterItem(String name, Reading<Optional<ClusterState>> found) {
    return switch (found) {
      case Reading.Known<Optional<ClusterState>> known ->
          known.value().isPresent()
              ? new Item("cluster", State.OK, known.value().get().status())
              : new Item("cluster", State.MISSING, "there is no cluster " + name + " in this account and region");
      case Reading.Unavailable<Optional<ClusterState>> gap -> new Item("cluster", State.UNKNOWN, gap.reason());
    };
  }

  private Item ledgerItem() {
    if (ports.ledger().heads() instanceof Reading.Unavailable<List<Reading<Head>>> gap) {
      return new Item("ledger", State.UNKNOWN, gap.reason());
    }
    return switch (ports.ledger().tableId().flatMap(ports.operators()::killSwitch)) {
      case Reading.Known<KillSwitch> position ->
          new Item("ledger", State.OK, position.value().running() ? "the switch stands at run"
              : "the switch stands at stop (" + position.value().why() + "): nothing is changed until ./responder switch run");
      case Reading.Unavailable<KillSwitch> gap -> new Item("ledger", State.UNKNOWN, gap.reason());
    };
  }

  private void attached(ClusterState cluster, List<Item> items, Deadline deadline) {
    items.add(tagItem(cluster));
    Instant to = ports.clock().instant().truncatedTo(ChronoUnit.MINUTES);
    List<String> members = cluster.members().stream().map(Member::id).toList();
    Reading<Metrics> metrics = reading(() -> ports.metrics()
        .read(members, EnumSet.of(Metric.CAPACITY, Metric.CONNECTIONS), to.minus(WINDOW), to));
    items.add(metricsItem(cluster, metrics));
    Optional<Member> writer = cluster.writer();
    if (writer.isEmpty()) {
      items.add(new Item("database", State.UNKNOWN, "the cluster has no writer to ask"));
      return;
    }
    PauseState pause = pause(cluster, writer.get(), metrics, to);
    items.add(pause.awake() ? databaseItem(ports.probe().look(ports.requests().apply(cluster, writer.get()), deadline))
        : new Item("database", State.UNKNOWN, pause.reason()));
  }

  private Item tagItem(ClusterState cluster) {
    if (!cluster.tags().isKnown()) {
      return new Item("tag", State.UNKNOWN, "the cluster's tags could not be read");
    }
    Policy policy = ports.policy().apply(cluster);
    boolean tagged = cluster.tags().map(tags -> tags.containsKey("aurora-responder:mode")).orElse(false);
    if (!tagged) {
      return new Item("tag", State.MISSING, "aws rds add-tags-to-resource --resource-name " + cluster
          .arn() + " --tags Key=aurora-responder:mode,Value=observe");
    }
    String troubles = String.join("; ", policy.troubles().stream().map(trouble -> trouble.text()).toList());
    return new Item("tag", troubles.isEmpty() ? State.OK
        : State.MISSING, "mode " + policy.mode().word() + (troubles.isEmpty() ? "" : ": " + troubles));
  }

  private static Item metricsItem(ClusterState cluster, Reading<Metrics> metrics) {
    if (!(metrics instanceof Reading.Known<Metrics> known)) {
      return new Item("metrics", State.UNKNOWN, "CloudWatch could not be read");
    }
    boolean any = cluster.members().stream().anyMatch(member -> known.value().of(member.id(), Metric.CONNECTIONS).isKnown()
        || known.value().of(member.id(), Metric.CAPACITY).isKnown());
    return any ? new Item("metrics", State.OK, "CloudWatch answers")
        : new Item("metrics", State.UNKNOWN, "CloudWatch has no metrics of its members in the last 10 minutes");
  }

  private PauseState pause(ClusterState cluster, Member writer, Reading<Metrics> metrics, Instant now) {
    Reading<List<RdsEvent>> events = reading(() -> ports.control().events(cluster, now.minus(Duration.ofHours(1)), now));
    Signal signal = new Signal("self-check", "self-check", "by hand", "", now);
    Incident nobody = new Incident("self-check", cluster.id().value(), cluster.id(), cluster.account(), cluster.region(), "connectivity",
        "", "", now, signal);
    return PauseState.of(cluster, writer, nobody, metrics, events, now);
  }

  private static Item databaseItem(Look look) {
    return switch (look) {
      case Look.Seen(Snapshot snapshot) -> {
        int hidden = snapshot.connections().map(Snapshot.Connections::hidden).orElse(0);
        yield hidden == 0
            ? new Item("database", State.OK, "the probe logged in and sees every session")
            : new Item("database", State.MISSING, hidden + " sessions are hidden from the login: GRANT pg_monitor TO aurora_responder");
      }
      case Look.NotTried notTried -> new Item("database", State.MISSING, notTried.reason());
      case Look.Failed failed when failed.sqlState().startsWith("28") || failed.sqlState().equals("3D000") ->
          new Item("database", State.MISSING, failed.sentence() + " " + LOGIN);
      case Look.Failed failed -> new Item("database", State.MISSING,
          failed.sentence() + " The way in is the inbound rule that the deployment prints (output WayIn)");
    };
  }

  private <T> Reading<T> reading(Supplier<T> read) {
    try {
      return Reading.known(read.get(), ports.clock().instant());
    } catch (DependencyException silent) {
      return Reading.unavailable(String.valueOf(silent.getMessage()));
    }
  }
}
