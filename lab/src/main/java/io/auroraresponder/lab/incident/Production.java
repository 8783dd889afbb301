package io.auroraresponder.lab.incident;

import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.intake.RoutingTable;
import io.auroraresponder.lab.account.AlarmChange;
import io.auroraresponder.lab.account.Published;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.account.SimulatedAccount.RangeChange;
import io.auroraresponder.lab.account.World;
import io.auroraresponder.lab.postgres.LabException;
import io.auroraresponder.response.Answer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What wakes the responder in production, played a minute at a time: alarms whose state follows their metrics, events of RDS, CloudTrail's
 * record of every change of a range, the schedules, the sweep of the leases, the patrol, and deliveries that are repeated.
 *
 * <p>An event is an asynchronous invocation. One that fails is repeated after one minute and once more after two, then goes to the
 * on-failure destination (AWS Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation").
 */
final class Production {
  static final Duration MINUTE = Duration.ofMinutes(1);
  private static final List<Duration> RETRIES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));
  static final int ATTEMPTS = RETRIES.size() + 1;

  /** When the looks that nothing asks for run, in UTC, as the deployment has it where nobody sets it. */
  private static final LocalTime DAILY = LocalTime.of(6, 0);

  private static final LocalTime WEEKLY = LocalTime.of(7, 0);
  private static final DayOfWeek WEEKLY_ON = DayOfWeek.MONDAY;

  private final SimulatedAccount account;
  private final Installation installation;
  private final List<Repeated> waiting = new ArrayList<>();
  private final Set<String> receivers = new HashSet<>();
  private String lastHandBack = "";
  private Instant last;
  private int deliveries;
  private int recorded;
  private int told;
  private final List<Published> untold = new ArrayList<>();
  private int looks;

  Production(SimulatedAccount account, Installation installation) {
    this.account = account;
    this.installation = installation;
    this.last = account.clock().instant();
  }

  /** A delivery that failed and comes again; Lambda gives every attempt the same request id. */
  private record Repeated(Installation.Sent sent, String id, int attempts, Instant due) {}

  /** Delivers an event of the account; its alarm, if it tells of one, is in the state that it tells of. */
  Scene.Meanwhile deliver(String event) {
    AlarmEvent.read(event).ifPresent(said -> account.tellAlarm(said.name(), said.state(), said.at()));
    return invoke(new Repeated(new Installation.Sent("", event), id(), 0, account.clock().instant()));
  }

  /** Everything that a minute of production brings, in the account's present minute. */
  Scene.Meanwhile minute() {
    Scene.Meanwhile all = Scene.Meanwhile.NOTHING;
    Instant now = account.clock().instant();
    List<Repeated> due = waiting.stream().filter(one -> !one.due().isAfter(now)).toList();
    waiting.removeAll(due);
    for (Repeated one : due) {
      all = all.and(invoke(one));
    }
    for (AlarmChange change : account.alarmChanges()) {
      all = all.and(deliver(AlarmEvent.of(change, place()).toString()));
    }
    for (SimulatedAccount.RdsEvent told : account.rdsEvents(last, now)) {
      all = all.and(deliver(EventSection.rds(told, place()).toString()));
    }
    for (String record : newRecords()) {
      // The rule has two targets: the runbook that tells of ranges, and the function that acts.
      installation.recorded(record);
      all = all.and(deliver(record));
    }
    for (RoutingTable.Route route : schedulesDue(now)) {
      String event = EventSection.scheduled("aurora-responder-" + route.match() + "-" + route.runbook(), now, place()).toString();
      all = all.and(invoke(new Repeated(new Installation.Sent(route.runbook(), event), id(), 0, now)));
    }
    last = now;
    all = all.and(new Scene.Meanwhile(List.of(), woken("sweep", installation::sweep)));
    tell();
    List<Installation.Sent> handedBack = new ArrayList<>();
    all = all.and(new Scene.Meanwhile(List.of(), woken("patrol", () -> {
      handedBack.addAll(installation.patrol());
      return List.of();
    })));
    for (Installation.Sent sent : handedBack) {
      all = all.and(invoke(new Repeated(sent, id(), 0, now)));
    }
    return all;
  }

  private List<RoutingTable.Route> schedulesDue(Instant now) {
    return RoutingTable.routes().stream().filter(route -> route.source() == RoutingTable.Source.SCHEDULE)
        .filter(route -> route.match().equals("daily") ? passed(DAILY, now)
            : passed(WEEKLY, now) && now.atOffset(ZoneOffset.UTC).getDayOfWeek() == WEEKLY_ON)
        .toList();
  }

  /** Whether it became that time of the day since the last minute. */
  private boolean passed(LocalTime time, Instant now) {
    Instant due = now.atOffset(ZoneOffset.UTC).with(time).toInstant();
    return due.isAfter(last) && !due.isAfter(now);
  }

  /** Each message of the topic wakes the notification function; a delivery that failed comes again with the next one, or in a minute. */
  private void tell() {
    List<Published> all = account.published();
    untold.addAll(all.subList(told, all.size()));
    told = all.size();
    untold.removeIf(installation::tell);
  }

  /** A function that a rule wakes and that fails is woken again by the rule before Lambda would repeat it. */
  private List<Scene.News> woken(String what, Supplier<List<Scene.News>> work) {
    try {
      return work.get();
    } catch (LabException machine) {
      throw machine;
    } catch (RuntimeException failure) {
      return List.of(news("failed", "the " + what + " failed: " + failure.getMessage()));
    }
  }

  private Scene.Meanwhile invoke(Repeated delivery) {
    Installation.Sent sent = delivery.sent();
    receivers.addAll(sent.runbook().isEmpty() ? Intake.runbooks(sent.payload()) : Set.of(sent.runbook()));
    int before = account.callCount();
    Answer answer = installation.deliver(sent.payload(), new Caller(sent.runbook(), delivery.id()));
    looks += Looks.in(account, before);
    tell();
    List<Scene.News> news = new ArrayList<>();
    for (Answer.Handled one : answer.handled()) {
      String told = sent.payload() + one.result().word() + one.reason();
      // That an incident is still as it was is no news every few minutes.
      if (one.report().isEmpty() && (sent.runbook().isEmpty() || !told.equals(lastHandBack))) {
        news.add(news(one.result().word(), one.reason()));
      }
      lastHandBack = sent.runbook().isEmpty() ? lastHandBack : told;
    }
    if (answer.mustComeAgain()) {
      news.add(again(delivery));
    }
    return new Scene.Meanwhile(answer.reports(), news);
  }

  private Scene.News again(Repeated delivery) {
    if (delivery.attempts() == RETRIES.size()) {
      return news("failed", "the event failed " + ATTEMPTS + " times and went to the on-failure destination");
    }
    Duration wait = RETRIES.get(delivery.attempts());
    waiting.add(new Repeated(delivery.sent(), delivery.id(), delivery.attempts() + 1, account.clock().instant().plus(wait)));
    return news("failed", "the function failed; Lambda delivers the event again in " + wait.toMinutes() + " min");
  }

  /** A trail tells of every call that changes a range, the responder's own among them. */
  private List<String> newRecords() {
    List<RangeChange> all = account.rangeChanges();
    List<RangeChange> unrecorded = all.subList(recorded, all.size());
    recorded = all.size();
    return unrecorded.stream()
        .map(change -> EventSection.modified(change.at(), place(), identity(change.by()), change.cluster(), change.to()).toString())
        .toList();
  }

  /** Changes of the API are noted under their request's id, those of people under their names. */
  private String identity(String by) {
    World world = account.world();
    boolean request = by.matches("[0-9a-f-]{36}");
    return request ? Deployment.ownIdentity(world)
        : by.startsWith("arn:") ? by : "arn:aws:iam::" + world.account() + ":user/" + by.replaceAll("[^\\w+=,.@-]+", "-");
  }

  private EventSection.Place place() {
    return new EventSection.Place(account.world(), account.clock().instant());
  }

  private Scene.News news(String word, String text) {
    return new Scene.News(account.clock().instant(), word, text);
  }

  private String id() {
    deliveries++;
    return "lab-" + deliveries;
  }

  /** How often a cluster was looked into so far. */
  int looks() {
    return looks;
  }

  /** Runbooks whose functions got something so far. */
  Set<String> receivers() {
    return Set.copyOf(receivers);
  }
}
