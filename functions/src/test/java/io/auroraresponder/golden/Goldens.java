package io.auroraresponder.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.InMemoryTable;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Version;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.ledger.Run;
import io.auroraresponder.notify.MailText;
import io.auroraresponder.notify.Notification;
import io.auroraresponder.notify.ReportJson;
import io.auroraresponder.notify.Unactionable;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.MetricSource;
import io.auroraresponder.remediation.ClusterChanges;
import io.auroraresponder.remediation.Decision;
import io.auroraresponder.remediation.RemediationModule;
import io.auroraresponder.remediation.RemediationPorts;
import io.auroraresponder.remediation.RemediationSettings;
import io.auroraresponder.remediation.Wish;
import io.auroraresponder.remediation.Wishes;
import io.auroraresponder.runbook.Examination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Holds a runbook's whole answer, report and message, against its two files. They are written anew only with {@code
 * -Dgolden.rewrite=true}; read the difference before it is committed.
 */
public final class Goldens {
  static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  private Goldens() {}

  /** The examination goes through the real planner, guard rails and ledger; only what is outside of us stands still at {@code now}. */
  public static void check(String name, Incident incident, Examination examination, Instant now) throws IOException {
    check(name, incident, examination, (members, metrics, from, to) -> new Metrics(Map.of(), from, to), now);
  }

  /** The same with what CloudWatch measured. */
  public static void check(String name, Incident incident, Examination examination, MetricSource metrics, Instant now) throws IOException {
    Report report = report(incident, still(examination), metrics, now);

    assertThat(Unactionable.in(report)).as(name).isEmpty();
    assertThat(Unactionable.exposed(report)).as(name).isEmpty();
    check(name + ".json", json(report));
    String mail = MailText.of(Notification.of(report), Optional.empty()).whole();
    assertThat(mail).as(name).containsPattern("Next look \\d|No look follows by itself");
    check(name + ".txt", mail);
  }

  /** Without the version of the responder, which is another with every release. */
  public static String json(Report report) {
    return ReportJson.indented(report).replace("  \"responder\": \"" + Version.CURRENT + "\",\n", "");
  }

  private static void check(String name, String now) throws IOException {
    Path file = FOLDER.resolve(name);
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, now);
    }
    assertThat(now).as(name + "; rewrite it with -Dgolden.rewrite=true and review the difference").isEqualTo(Files.readString(file));
  }

  public static Report report(Incident incident, Examination examination, MetricSource metrics, Instant now) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    AtomicInteger writes = new AtomicInteger();
    Ledger ledger = new Ledger(new InMemoryTable(clock), clock, () -> "write-" + writes.incrementAndGet());
    RemediationSettings settings = RemediationSettings.defaults();
    AtomicReference<Reading<ClusterState>> cluster = new AtomicReference<>(examination.cluster());
    ClusterChanges shownAtOnce =
        request -> {
          cluster.updateAndGet(before -> before.map(state -> ranged(state, request.range())));
          return new ClusterChanges.Outcome.Accepted("request-1");
        };
    RemediationModule office =
        RemediationModule.open(
            new RemediationPorts(ledger, allowing(clock, ledger), standing(cluster::get), metrics, shownAtOnce, clock, () -> 0L), settings);
    Wish wish = new Wishes(settings.limits()).of(incident, examination.cluster(), examination.diagnosis());
    Decision decision = office.decider().decide(wish);
    Report report = Report.of(incident, examination, decision.plan(), decision);
    // As the incident log has it: what an alarm spoke of is looked at again while it stands.
    return incident.signal().shape().contains("alarm")
        ? report.lookingAgain(new Report.NextLook(now.plus(Duration.ofMinutes(10)), Optional.of(now.plus(Duration.ofHours(4))))) : report;
  }

  /** A begun ledger, and a person who has allowed changes. */
  public static OperatorsTable allowing(Clock clock, Ledger ledger) {
    OperatorsTable said = new OperatorsTable(new InMemoryTable(clock), clock);
    said.put(new Run("", ledger.tableId().orElse(""), true, "operator", clock.instant(), "golden"));
    var unused = ledger.begin();
    return said;
  }

  /** How long it took is the one thing that differs from run to run. */
  private static Examination still(Examination examination) {
    Report.Timing timing = new Report.Timing(examination.timing().startedAt(), Duration.ofMillis(1200), examination.timing().calls());
    return new Examination(
        examination.cluster(), examination.place(), examination.findings(), examination.gaps(), examination.diagnosis(),
        examination.chain(),
        examination.links(), timing);
  }

  private static ClusterState ranged(ClusterState state, ScalingRange range) {
    return new ClusterState(
        state.id(), state.arn(), state.resourceId(), state.account(), state.region(), state.engine(), state.engineVersion(),
        state.engineMode(), state.status(), Reading.known(range, state.at()), state.members(), state.tags(), state.storageType(),
        state.platformVersion(), state.limits(), state.endpoint(), state.port(), state.blockers(), state.at());
  }

  private static ControlPlane standing(Supplier<Reading<ClusterState>> cluster) {
    return new ControlPlane() {
      @Override
      public Optional<ClusterState> cluster(ClusterId id) {
        return cluster.get() instanceof Reading.Known<ClusterState> known ? Optional.of(known.value()) : Optional.empty();
      }

      @Override
      public List<String> blueGreenDeployments(ClusterState of) {
        return List.of();
      }

      @Override
      public ClusterState.RangeLimits limits(ClusterState of) {
        return new ClusterState.RangeLimits(0, 256);
      }

      @Override
      public List<RdsEvent> events(ClusterState of, Instant from, Instant to) {
        return List.of();
      }
    };
  }
}
