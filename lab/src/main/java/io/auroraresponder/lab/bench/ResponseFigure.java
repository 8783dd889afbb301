package io.auroraresponder.lab.bench;

import io.auroraresponder.incident.Report;
import io.auroraresponder.lab.account.RecordedCall;
import io.auroraresponder.lab.incident.BundledIncidents;
import io.auroraresponder.lab.incident.ByHand;
import io.auroraresponder.lab.incident.IncidentRun;
import io.auroraresponder.lab.incident.ResponderScene;
import io.auroraresponder.lab.incident.Scene;
import io.auroraresponder.lab.postgres.LabPostgres;
import io.auroraresponder.notify.Channel;
import io.auroraresponder.notify.ReportJson;
import io.auroraresponder.notify.Story;
import io.auroraresponder.notify.page.ReportPage;
import io.auroraresponder.postgres.ProbeSettings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A capacity alarm answered while every call of AWS takes 100 ms and every statement of SQL 20 ms, against the longest chain of calls that
 * must follow each other, against the runbook as a person follows it with the AWS CLI and psql, and against its own calls in turn; how
 * often the ledger is asked; and calls that are made twice though one answer would do.
 *
 * <p>What must follow each other: whose alarm it is, each write to the incident's journal and one read of it, the cluster as it is now, its
 * metrics (who is in trouble, and is it awake), the statements with the stretch over which rates are taken, the report into the bucket, the
 * message. From there each channel has a chain of its own, up to its answer.
 */
public final class ResponseFigure implements Figure {
  private static final Duration CALL = Duration.ofMillis(100);
  private static final Duration STATEMENT = Duration.ofMillis(20);
  private static final int ROUNDS = 3;
  private static final int PAGES = 20;

  /** Between the two samples of counters that a rate needs. */
  private static final Duration RATES = ProbeSettings.defaults().counterWindow();

  /** Nothing is changed, the database is asked. */
  private static final String ANSWERED = "lock-pileup";

  /** The maximum is raised. */
  private static final String RAISED = "load-growth";

  /** Reads of the account that every response needs once. */
  private static final int CHAIN_BESIDE_THE_LEDGER = 5;

  /**
   * Calls that must follow each other before a channel is told of what was published: whose incident it is, the channel's item read and
   * claimed, then, as nobody else may tell it now, the story: the incident, what hangs on it, the ledger's entries.
   */
  private static final int CHAIN_TO_A_CHANNEL = 6;

  /** Of a channel itself: its secret where it has one, and the message. */
  private static final Map<String, Integer> CHANNELS = Map.of(
      Channel.MAIL.word(), 0, Channel.BUS.word(), CHAIN_TO_A_CHANNEL + 1,
      Channel.SLACK.word(), CHAIN_TO_A_CHANNEL + 2, Channel.PAGER.word(), CHAIN_TO_A_CHANNEL + 2);

  private final int rounds;

  /** As often as a median needs. */
  public ResponseFigure() {
    this(ROUNDS);
  }

  ResponseFigure(int rounds) {
    this.rounds = rounds;
  }

  @Override
  public String name() {
    return "response";
  }

  @Override
  public String summary() {
    return "one capacity response under delays, against the longest chain of its calls and against a person's commands";
  }

  @Override
  public List<Measured> measure(Consumer<String> progress) {
    Samples took = new Samples();
    Samples chain = new Samples();
    Map<String, Samples> heard = new LinkedHashMap<>();
    Map<String, Samples> delays = new LinkedHashMap<>();
    Samples inTurn = new Samples();
    Samples byHand = new Samples();
    Samples ledger = new Samples();
    Samples raised = new Samples();
    Samples twice = new Samples();
    List<Report> reports = new ArrayList<>();
    try (Runs runs = new Runs()) {
      for (int round = 1; round <= rounds; round++) {
        progress.accept("round " + round + " of " + rounds);
        ResponderScene.Response answered = runs.of(ANSWERED, CALL, STATEMENT);
        Duration statements = STATEMENT.multipliedBy(answered.statements());
        took.add(millis(answered.clock()));
        chain.add(chain(answered.calls().stream(), statements, 0));
        answered.heard().forEach((channel, after) -> {
          heard.computeIfAbsent(channel, any -> new Samples()).add(millis(after));
          Stream<RecordedCall> before = answered.calls().stream().takeWhile(call -> !call.action().equals("sns:Publish"));
          delays.computeIfAbsent(channel, any -> new Samples()).add(chain(before, statements, CHANNELS.getOrDefault(channel, 0)));
        });
        runs.byHand().ifPresent(taken -> byHand.add(millis(taken)));
        inTurn.add(millis(CALL.multipliedBy(answered.calls().size()).plus(statements).plus(RATES)));
        ledger.add(answered.journal());
        twice.add(repeated(answered));
        raised.add(runs.of(RAISED, Duration.ZERO, Duration.ZERO).journal());
        reports.addAll(answered.reports());
      }
    }
    Story story = Story.of(reports.getFirst());
    Samples page = Samples.byTurns(PAGES, PAGES, () -> ReportJson.of(story.report()), () -> ReportPage.of(story)).getLast();
    Samples size = new Samples();
    size.add(ReportPage.of(story).getBytes(StandardCharsets.UTF_8).length / 1e3);
    List<Measured> measured = new ArrayList<>(List.of(
        took.times(chain, "a response that changes nothing", "x its longest chain", new Goal.AtMost(1.2)),
        inTurn.times(took, "the same calls one after the other", "x the response", new Goal.None()),
        ledger.itself("calls to the ledger, nothing changed", "calls", new Goal.AtMost(9)),
        raised.itself("calls to the ledger, with a raise", "calls", new Goal.AtMost(22)),
        twice.itself("reads of AWS made twice", "calls", new Goal.AtMost(0)),
        page.itself(PAGES + " report pages", "ms", new Goal.None()),
        size.itself("a report page", "kB", new Goal.None())));
    measured.add(1, byHand(byHand, took));
    heard.forEach((channel, after) -> measured.add(after.times(delays.getOrDefault(channel, after), "from the alarm to the " + channel
        + " channel's answer", "x its own delays", new Goal.AtMost(1.3))));
    return measured;
  }

  /** What calls that must follow each other take at least: every write to the journal and a read of it, and what else is needed once. */
  private static double chain(Stream<RecordedCall> calls, Duration statements, int more) {
    int writes = (int) calls.filter(call -> call.action().equals("dynamodb:PutItem")).count();
    return millis(CALL.multipliedBy(writes + 1 + CHAIN_BESIDE_THE_LEDGER + more).plus(statements).plus(RATES));
  }

  private static Measured byHand(Samples byHand, Samples took) {
    String what = "the runbook as a person's commands";
    return ByHand.lacks().map(program -> new Measured(what, "not measured: no " + program + " here", 0, 0, 0, new Goal.None()))
        .orElseGet(() -> byHand.times(took, what, "x the response", new Goal.AtLeast(4)));
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }

  /** Reads of one service with one request that was made before in the same response. */
  private static int repeated(ResponderScene.Response response) {
    Set<String> made = new HashSet<>();
    int again = 0;
    for (RecordedCall call : response.calls()) {
      boolean reads = !call.action().startsWith("dynamodb:") && !call.action().startsWith("sns:") && !call.action().startsWith("s3:");
      if (reads && !made.add(call.action() + " " + call.request())) {
        again++;
      }
    }
    return again;
  }

  /** Plays incidents on one server. */
  private static final class Runs implements AutoCloseable {
    private static final InstantSource REAL = Clock.systemUTC();
    private final List<ResponderScene.Response> heard = new ArrayList<>();
    private final List<Duration> people = new ArrayList<>();
    private final List<IncidentRun> open = new ArrayList<>();

    /** What the last response would have been by hand; empty where this machine has no programs for it. */
    Optional<Duration> byHand() {
      return people.isEmpty() ? Optional.empty() : Optional.of(people.getLast());
    }

    ResponderScene.Response of(String incident, Duration call, Duration statement) {
      boolean byHand = !call.isZero() && ByHand.lacks().isEmpty();
      Scene.Maker maker = byHand ? ResponderScene.maker(REAL, call, statement, heard::add, RATES, people::add)
          : ResponderScene.maker(REAL, call, statement, heard::add);
      IncidentRun run = new IncidentRun(maker, LabPostgres::open, REAL);
      open.add(run);
      var unused = run.run(BundledIncidents.named(incident).script(), new Scene.Options(Optional.empty()), IncidentRun.Listener.NOBODY);
      run.close();
      open.remove(run);
      return heard.getLast();
    }

    @Override
    public void close() {
      open.forEach(IncidentRun::close);
    }
  }
}
