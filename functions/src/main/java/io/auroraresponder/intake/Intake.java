package io.auroraresponder.intake;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.intake.AlarmReading.State;
import io.auroraresponder.intake.IntakeResult.Consent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads whatever arrived: unwraps it, recognises each event's shape, routes it and ties it to a cluster.
 *
 * <p>Never throws for any input; a look-up that fails is a result too ({@link IntakeReason#LOOKUP_FAILED}). Safe for several
 * threads as far as the directory is.
 */
public final class Intake {
  private static final DateTimeFormatter IN_ID = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int ID_DIGITS = 8;
  private static final Set<String> ALARMS = 
      Set.of(EventBridgeAlarmParser.SHAPE, AlarmNewsParser.CONTRIBUTOR_SHAPE, DirectAlarmParser.SHAPE, SnsAlarmParser.SHAPE);

  /**
   * What intake must know of its surroundings.
   *
   * @param home where we run
   * @param ownRoles ARNs or names of the roles under which our own changes are made
   */
  public record Settings(OwnAccount home, Set<String> ownRoles) {
    public Settings {
      ownRoles = Set.copyOf(ownRoles);
    }
  }

  private final ClusterResolution resolution;
  private final SignalRefusals refusals;
  private final Settings settings;
  private final InstantSource clock;

  public Intake(ClusterDirectory directory, Settings settings, InstantSource clock) {
    this.resolution = new ClusterResolution(directory, settings.home());
    this.refusals = new SignalRefusals(settings.ownRoles());
    this.settings = settings;
    this.clock = clock;
  }

  public IntakeBatch read(byte[] raw, Caller caller) {
    return read(new String(raw, StandardCharsets.UTF_8), caller);
  }

  public IntakeBatch read(String raw, Caller caller) {
    Instant now = clock.instant();
    List<IntakeResult> results = new ArrayList<>();
    for (Unwrapped unwrapped : Unwrapper.unwrap(raw)) {
      results.addAll(judge(noticeIn(unwrapped, caller, now), caller, now, unwrapped.batchItemId()));
    }
    return new IntakeBatch(results);
  }

  /** What an event says by itself, one a signal; nothing is looked up. For whoever builds a world around an event. */
  public static List<ParsedEvent> notices(String raw, Caller caller, Instant now) {
    List<ParsedEvent> all = new ArrayList<>();
    for (Unwrapped unwrapped : Unwrapper.unwrap(raw)) {
      all.add(noticeIn(unwrapped, caller, now));
    }
    return all;
  }

  /** Whether an alarm's change of state gave this signal, whichever way it came: its source is then the alarm's name. */
  public static boolean isAlarm(Signal signal) {
    return ALARMS.contains(signal.shape());
  }

  /** Whether RDS itself reported it, whichever way it came. */
  public static boolean isOfRds(Signal signal) {
    return signal.shape().startsWith(EventBridgeRdsParser.SHAPES) || signal.shape().equals(SubscriptionRdsParser.SHAPE);
  }

  /** The runbooks whose functions the event's signals belong to, in their order; empty where no runbook looks into any of them. */
  public static Set<String> runbooks(String raw) {
    Set<String> all = new LinkedHashSet<>();
    notices(raw, Caller.any("routing"), Instant.EPOCH).forEach(notice -> RoutingTable.forNotice(notice, "").ifPresent(all::add));
    return all;
  }

  private static ParsedEvent noticeIn(Unwrapped unwrapped, Caller caller, Instant now) {
    return switch (unwrapped) {
      case Unwrapped.Event event -> Shapes.read(new ReceivedEvent(event.tree(), event.envelope(), caller.invocationId(), now));
      case Unwrapped.Words words -> WordsReader.read(words,
          new ReceivedEvent(JsonTree.EMPTY, words.envelope(), caller.invocationId(), now));
      case Unwrapped.Broken broken -> {
        // What is told is told once, however often its queue delivers it.
        String key = broken.reason() == IntakeReason.OFFLOADED ? EventKey.of("unreadable", broken.text())
            : EventKey.of("unreadable", caller.invocationId(), broken.batchItemId(), broken.text());
        Signal signal = new Signal("unreadable", key, "unreadable", broken.text(), now);
        yield new ParsedEvent.Unusable(signal, AccountRegion.UNKNOWN, broken.reason(), broken.text());
      }
    };
  }

  private List<IntakeResult> judge(ParsedEvent notice, Caller caller, Instant now, String item) {
    Optional<Resolved.Refused> early = refusals.early(notice, caller);
    if (early.isPresent()) {
      return List.of(unusable(notice, early.get(), item));
    }
    return resolution.resolve(notice).stream().map(one -> result(notice, one, caller, now, item)).toList();
  }

  private IntakeResult result(ParsedEvent notice, Resolved resolved, Caller caller, Instant now, String item) {
    return switch (resolved) {
      case Resolved.Refused refused -> unusable(notice, SignalRefusals.worthTelling(notice, refused.reason()) ? refused
          : refused.untold(), item);
      case Resolved.Found found ->
          RoutingTable.forNotice(notice, caller.runbook())
              .map(runbook -> incident(notice, found, runbook, now))
              .map(incident -> handled(notice, found, incident, item))
              .orElseGet(() -> unusable(notice, SignalRefusals.withoutRunbook(notice, found), item));
    };
  }

  private IntakeResult handled(ParsedEvent notice, Resolved.Found found, Incident incident, String item) {
    List<Phrase> remarks = new ArrayList<>(found.remarks());
    if (!(notice instanceof ParsedEvent.Alarm alarm)) {
      return new IntakeResult.Opened(incident, notice, found.lookOnly() ? Consent.LOOK_ONLY : Consent.FULL, remarks, item);
    }
    AlarmReading reading = alarm.alarm();
    remarks.addAll(AlarmRemarks.of(reading, new EventPhrases(notice.signal())));
    if (reading.change().state() == State.OK) {
      return new IntakeResult.Closed(incident, alarm, remarks, item);
    }
    return new IntakeResult.Opened(incident, notice, consent(reading, found), remarks, item);
  }

  private static Consent consent(AlarmReading alarm, Resolved.Found found) {
    if (alarm.silence().holds()) {
      return Consent.RECORD_ONLY;
    }
    return alarm.evaluation().withoutData() || found.lookOnly() ? Consent.LOOK_ONLY : Consent.FULL;
  }

  private Incident incident(ParsedEvent notice, Resolved.Found found, String runbook, Instant now) {
    ClusterState cluster = found.cluster();
    AccountRegion place = new AccountRegion(cluster.account(), cluster.region()).orElse(settings.home().during(notice.origin()));
    String key = cluster.id().value();
    Signal signal = speaksOfMany(notice) ? named(notice.signal(), key) : notice.signal();
    String digest = signal.id().substring(signal.id().length() - ID_DIGITS);
    return new Incident(
        key + "-" + IN_ID.format(signal.at()) + "-" + digest,
        key,
        cluster.id(),
        place.account(),
        place.region(),
        runbook,
        found.member(),
        found.role(),
        now,
        signal);
  }

  private static boolean speaksOfMany(ParsedEvent notice) {
    return notice instanceof ParsedEvent.Schedule || notice instanceof ParsedEvent.Health;
  }

  /** One event about several clusters is one signal to each of them. */
  private static Signal named(Signal signal, String cluster) {
    return identified(signal, EventKey.of(signal.shape(), signal.id(), cluster));
  }

  private static Signal identified(Signal signal, String id) {
    return new Signal(signal.shape(), id, signal.source(), signal.reason(), signal.at(), signal.metric());
  }

  private static IntakeResult unusable(ParsedEvent notice, Resolved.Refused refused, String item) {
    Signal signal = refused.once().isEmpty() ? notice.signal() : identified(notice.signal(), refused.once());
    return IntakeResult.unusable(signal, refused.reason(), refused.text(), refused.told(), item);
  }
}
