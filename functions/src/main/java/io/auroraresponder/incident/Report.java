package io.auroraresponder.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * What was found, planned and decided about one incident: the one content behind terminal, SNS message, stored report and page.
 *
 * <p>Its JSON form is schema {@code aurora-responder/report/1} (docs/report.schema.json). Every number of every text in it is the
 * value of one of its {@link #facts()}.
 *
 * @param nextLook when the responder looks again by itself; empty where it does not
 * @param series what was measured in the time before the look, for whoever draws it
 * @param silence in force when people are told; empty where there is none or it could not be read
 */
public record Report(
    Incident incident,
    State state,
    Reading<ClusterState> cluster,
    Verdict verdict,
    List<ReportedFinding> findings,
    List<Gap> gaps,
    List<NumberedFact> facts,
    Optional<Plan> plan,
    Decision decision,
    Optional<NextLook> nextLook,
    List<Link> links,
    Timing timing,
    List<Measured> series,
    Optional<Silence> silence) {

  public static final String SCHEMA = "aurora-responder/report/1";

  public enum State {
    OPEN,
    MITIGATED,
    RESOLVED
  }

  /** People asked that channels hear of nothing new of the cluster for a while. {@code by}: the caller's {@code aws:userid}. */
  public record Silence(Instant until, String by, String why) {}

  /**
   * What follows by itself.
   *
   * @param at when the responder looks again, unless a signal comes before
   * @param saidAgain when people hear of it even if nothing has changed; empty where they do not
   */
  public record NextLook(Instant at, Optional<Instant> saidAgain) {
    /** What follows by itself, beside looks, while a lease is open. */
    public static final Phrase LEASE_WATCH = Phrase.of("The lease is checked every minute.");
  }

  /**
   * The diagnosis in words.
   *
   * @param headline cluster, effect, since when, why: also a message's subject
   * @param impact what users of the database notice, as a sentence
   * @param cause the cause's word, or a condition's word where a condition ended the look
   * @param otherCauses runners-up and conditions that hold beside it
   * @param chain the cause as a chain of actors, a sentence each, from the root to those who suffer; empty where it has none
   * @param place where a person acts on it
   */
  public record Verdict(
      Phrase headline, Phrase impact, Severity severity, String cause, List<String> otherCauses, List<Phrase> chain, Place place) {
    public Verdict {
      otherCauses = List.copyOf(otherCauses);
      chain = List.copyOf(chain);
    }

    /** Without a chain, at a place that is not known. */
    public Verdict(Phrase headline, Phrase impact, Severity severity, String cause, List<String> otherCauses) {
      this(headline, impact, severity, cause, otherCauses, List.of(), Place.UNKNOWN);
    }
  }

  /**
   * An instance and one of its databases: what a finding is about, and where SQL of advice is to be run.
   *
   * @param member DB instance identifier, empty where none stands out
   * @param endpoint host name of its instance endpoint, empty where not known
   * @param port TCP port, 0 where not known
   * @param database the database that was looked into, empty where not known
   */
  public record Place(String member, String endpoint, int port, String database) {
    public static final Place UNKNOWN = new Place("", "", 0, "");

    /** The same instance, another of its databases. */
    public Place within(String other) {
      return new Place(member, endpoint, port, other);
    }

    /** Where this advice is to be followed: its own database, where it needs one. */
    public Place of(Advice advice) {
      return advice.database().isBlank() ? this : within(advice.database());
    }
  }

  /** A finding with its facts by id. */
  public record ReportedFinding(Finding finding, List<String> factIds) {}

  /** A fact under the id by which the report refers to it. */
  public record NumberedFact(String id, Fact fact) {}

  public record RefusedLever(String lever, Phrase reason) {}

  /**
   * The added cost, never a total bill: {@code worstCase} until the lease's end, {@code perDay} for each day after it until a person
   * decides; {@code rate} is per ACU hour.
   */
  public record Cost(Fact perHour, Fact worstCase, Fact perDay, String currency, Fact rate) {}

  public record Lease(String id, Instant until, Instant verifyAt) {}

  /**
   * The plan; where nothing is to be changed its remedy is {@code none} and id and hash are empty.
   *
   * @param from the range to be changed, empty for remedies that change none
   */
  public record Plan(
      String id,
      String hash,
      String remedy,
      Optional<ScalingRange> from,
      Optional<ScalingRange> to,
      String lever,
      List<RefusedLever> refusedLevers,
      Optional<Lease> lease,
      Optional<Cost> cost,
      Phrase summary) {}

  /** How one guard rail answered; {@code verdict} is {@code pass} or {@code refuse}. */
  public record GuardAnswer(String guard, String verdict, Phrase text) {}

  /**
   * What was decided and done.
   *
   * @param mode off, observe, propose or act
   * @param result applied, proposed, refused, not-needed, deferred, uncertain, failed or dry-run
   * @param wouldBe what {@code act} would have given, empty in {@code act}
   * @param summary one line: what was done, or what was not and why
   * @param commands undo, kill switch, the command that would allow it: in the order in which a person needs them
   * @param chainSeq the ledger chain's last number, 0 when nothing is recorded
   * @param chainHash its hash, empty when nothing is recorded
   */
  public record Decision(
      String mode,
      String result,
      String wouldBe,
      List<GuardAnswer> reasons,
      Phrase summary,
      List<Advice> commands,
      long chainSeq,
      String chainHash) {
    private Decision in(String region) {
      return new Decision(mode, result, wouldBe, reasons, summary, commands.stream().map(one -> one.in(region)).toList(), chainSeq,
          chainHash);
    }
  }

  public record Link(String title, String url) {}

  /**
   * One metric of one DB instance, minute by minute, or in longer steps where the time is long.
   *
   * @param metric CloudWatch's name, or {@value #SAMPLED} and a wait event type of PostgreSQL's
   * @param start the first minute
   * @param step from one value to the next, whole minutes; the value of a longer one is the mean of its minutes
   * @param values of each step from then on; empty where nothing was published, which is not 0
   */
  public record Measured(String member, String metric, String unit, Instant start, Duration step, List<Optional<Double>> values) {
    /** Begins the name of what a look sampled from pg_stat_activity. */
    public static final String SAMPLED = "sessions:";

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Ours: an hour shows the way to a ceiling, and a picture of it is still read on a telephone. */
    private static final Duration WINDOW = Duration.ofMinutes(60);

    /** What a person looks at first; the others are facts where they matter. */
    private static final List<Metric> SHOWN =
        List.of(
            Metric.CAPACITY, Metric.ACU_UTILIZATION, Metric.CPU, Metric.DB_LOAD, Metric.DB_LOAD_CPU, Metric.DB_LOAD_WAITS,
            Metric.CONNECTIONS,
            Metric.COMMIT_LATENCY);

    public Measured {
      values = List.copyOf(values);
    }

    /** Minute by minute. */
    public Measured(String member, String metric, String unit, Instant start, List<Optional<Double>> values) {
      this(member, metric, unit, start, MINUTE, values);
    }

    /** When its last step ends. */
    public Instant end() {
      return start.plus(step.multipliedBy(values.size()));
    }

    /** The same in steps so long that all of them together have at most about so many values. */
    public static List<Measured> within(int most, List<Measured> all) {
      int values = all.stream().mapToInt(one -> one.values().size()).sum();
      int times = Math.ceilDiv(values, most);
      return times <= 1 ? all : all.stream().map(one -> one.coarser(times)).toList();
    }

    private Measured coarser(int times) {
      List<Optional<Double>> means = new ArrayList<>();
      for (int i = 0; i < values.size(); i += times) {
        OptionalDouble mean = values.subList(i, Math.min(values.size(), i + times)).stream().flatMap(Optional::stream)
            .mapToDouble(Double::doubleValue).average();
        means.add(mean.isPresent() ? Optional.of(Math.round(mean.getAsDouble() * 100) / 100.0) : Optional.empty());
      }
      return new Measured(member, metric, unit, start, step.multipliedBy(times), means);
    }

    /** The hour before {@code at}, of every member; what was not read or not published is left out. */
    public static List<Measured> of(Metrics metrics, Instant at) {
      return between(metrics, at.minus(WINDOW), at);
    }

    /** The same of the minutes from {@code from} to {@code to}. */
    public static List<Measured> between(Metrics metrics, Instant from, Instant to) {
      Instant begin = from.truncatedTo(ChronoUnit.MINUTES);
      Instant end = to.truncatedTo(ChronoUnit.MINUTES);
      List<Measured> all = new ArrayList<>();
      for (String member : new TreeSet<>(metrics.byMember().keySet())) {
        for (Metric metric : SHOWN) {
          if (metrics.of(member, metric) instanceof Reading.Known<Series> known) {
            of(member, metric, known.value().between(begin, end)).ifPresent(all::add);
          }
        }
      }
      return all;
    }

    private static Optional<Measured> of(String member, Metric metric, Series points) {
      if (points.isEmpty()) {
        return Optional.empty();
      }
      Instant start = points.points().getFirst().minute();
      Instant last = points.points().getLast().minute();
      List<Optional<Double>> values = new ArrayList<>();
      for (Instant minute = start; !minute.isAfter(last); minute = minute.plus(1, ChronoUnit.MINUTES)) {
        values.add(points.at(minute).map(point -> Math.round(point.value() * 100) / 100.0));
      }
      return Optional.of(new Measured(member, metric.cloudWatchName(), metric.unit(), start, values));
    }
  }

  /** {@code calls} counts AWS calls and SQL statements of this answer. */
  public record Timing(Instant startedAt, Duration took, int calls) {}

  /** What {@code runbook.Examination} gives to a report. */
  public interface Examined {
    Reading<ClusterState> cluster();

    Verdict verdict();

    List<Finding> findings();

    List<Gap> gaps();

    /** What a person can do about the diagnosis as a whole, best first; it stands with the worst finding. */
    default List<Advice> advice() {
      return List.of();
    }

    List<Link> links();

    Timing timing();

    /** What was measured in the time before the look. */
    default List<Measured> series() {
      return List.of();
    }
  }

  /** What {@code remediation.Plan} gives to a report. */
  public interface Planned {
    /** Empty where there was nothing to plan about, for example no cluster. */
    Optional<Plan> reported();
  }

  /** What {@code remediation.Decision} gives to a report. */
  public interface Decided {
    Decision reported();
  }

  public Report {
    findings = List.copyOf(findings);
    gaps = List.copyOf(gaps);
    facts = List.copyOf(facts);
    links = List.copyOf(links);
    series = List.copyOf(series);
  }

  /** Without anything to draw. */
  public Report(
      Incident incident,
      State state,
      Reading<ClusterState> cluster,
      Verdict verdict,
      List<ReportedFinding> findings,
      List<Gap> gaps,
      List<NumberedFact> facts,
      Optional<Plan> plan,
      Decision decision,
      Optional<NextLook> nextLook,
      List<Link> links,
      Timing timing) {
    this(incident, state, cluster, verdict, findings, gaps, facts, plan, decision, nextLook, links, timing, List.of(),
        Optional.empty());
  }

  /** Puts the parts together and numbers the facts in order of first appearance. */
  public static Report of(Incident incident, Examined examined, Planned planned, Decided decided) {
    Map<Fact, String> ids = new LinkedHashMap<>();
    Verdict verdict = examined.verdict();
    number(ids, verdict.headline());
    number(ids, verdict.impact());
    verdict.chain().forEach(actor -> number(ids, actor));
    List<ReportedFinding> findings = new ArrayList<>();
    for (Finding unplaced : advised(examined)) {
      Finding finding = unplaced.in(incident.region());
      findings.add(new ReportedFinding(finding, finding.facts().stream().map(fact -> idOf(ids, fact)).toList()));
    }
    List<Gap> gaps = examined.gaps().stream().map(gap -> gap.in(incident.region())).toList();
    for (Gap gap : gaps) {
      number(ids, gap.reason());
      number(ids, gap.cure());
    }
    Optional<Plan> plan = planned.reported();
    plan.ifPresent(
        some -> {
          number(ids, some.summary());
          some.refusedLevers().forEach(refused -> number(ids, refused.reason()));
          some.cost()
              .ifPresent(
                  cost -> {
                    idOf(ids, cost.perHour());
                    idOf(ids, cost.worstCase());
                    idOf(ids, cost.perDay());
                    idOf(ids, cost.rate());
                  });
        });
    Decision decision = decided.reported().in(incident.region());
    number(ids, decision.summary());
    decision.reasons().forEach(reason -> number(ids, reason.text()));
    for (Advice command : decision.commands()) {
      number(ids, command.text());
      number(ids, command.command());
    }
    List<NumberedFact> facts = ids.entrySet().stream().map(entry -> new NumberedFact(entry.getValue(), entry.getKey())).toList();
    return new Report(
        incident, State.OPEN, examined.cluster(), verdict, findings, gaps, facts, plan, decision, Optional.empty(),
        examined.links(), examined.timing(), examined.series(), Optional.empty());
  }

  /** The diagnosis' advice goes in front of the worst finding's own; where nothing was found the diagnosis is the finding. */
  private static List<Finding> advised(Examined examined) {
    List<Finding> findings = new ArrayList<>(examined.findings());
    if (examined.advice().isEmpty()) {
      return findings;
    }
    Verdict verdict = examined.verdict();
    if (findings.isEmpty() || findings.getFirst().severity() == Severity.OK) {
      findings.addFirst(
          Finding.of(
              "Diagnosis", verdict.severity(), verdict.headline(), Phrase.EMPTY, Phrase.EMPTY, examined.timing().startedAt()));
    }
    Finding lead = findings.removeFirst().withFirst(examined.advice());
    // Its own place may be a metric's, which has no database: the SQL that now stands there has one.
    boolean sql = examined.advice().stream().anyMatch(Advice::isSql) && lead.place().database().isBlank();
    findings.addFirst(sql ? lead.at(verdict.place()) : lead);
    return findings;
  }

  private static void number(Map<Fact, String> ids, Phrase phrase) {
    phrase.facts().forEach(fact -> idOf(ids, fact));
  }

  private static String idOf(Map<Fact, String> ids, Fact fact) {
    return ids.computeIfAbsent(fact, unseen -> "f" + (ids.size() + 1));
  }

  public Report in(State next) {
    return new Report(incident, next, cluster, verdict, findings, gaps, facts, plan, decision, nextLook, links, timing, series, silence);
  }

  /** The same with one more link, before the others. */
  public Report linked(Link first) {
    List<Link> all = new ArrayList<>(List.of(first));
    all.addAll(links);
    return new Report(incident, state, cluster, verdict, findings, gaps, facts, plan, decision, nextLook, all, timing, series, silence);
  }

  /** The same with the time at which the responder looks again by itself. */
  public Report lookingAgain(NextLook next) {
    return new Report(incident, state, cluster, verdict, findings, gaps, facts, plan, decision, Optional.of(next), links, timing, series,
        silence);
  }

  /** The same with what follows it now, which may be nothing any more. */
  public Report followedBy(Optional<NextLook> next) {
    return new Report(incident, state, cluster, verdict, findings, gaps, facts, plan, decision, next, links, timing, series, silence);
  }

  /** The same, told in a silence. */
  public Report silenced(Optional<Silence> inForce) {
    return new Report(incident, state, cluster, verdict, findings, gaps, facts, plan, decision, nextLook, links, timing, series, inForce);
  }

  /** Where this advice is to be followed: at the instance of its finding, in its own database where it needs one. */
  public Place placeOf(Advice step) {
    Place own =
        findings.stream().map(ReportedFinding::finding).filter(finding -> finding.advice().contains(step)).map(Finding::place)
            .filter(place -> !place.endpoint().isBlank()).findFirst().orElse(verdict.place());
    return (own.database().isBlank() ? own.within(verdict.place().database()) : own).of(step);
  }

  /** What a person can do, the worst finding's advice first, each once; what is in order gives no advice. */
  public List<Advice> advice() {
    LinkedHashSet<Advice> advice = new LinkedHashSet<>();
    findings.stream()
        .map(ReportedFinding::finding)
        .filter(finding -> finding.severity() != Severity.OK)
        .forEach(finding -> advice.addAll(finding.advice()));
    return List.copyOf(advice);
  }
}
