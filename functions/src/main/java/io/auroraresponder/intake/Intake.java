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

  /** States of a backup job that is still under way (AWS Backup API reference, DescribeBackupJob). */
  private static final Set<String> UNDER_WAY = Set.of("CREATED", "PENDING", "RUNNING", "ABORTING");

  /**
   * What intake must know of its surroundings.
   *
   * @param home where we run
   * @param ownRoles ARNs or names of the roles under which our own changes are made
   */
  public record Settings(Home home, Set<String> ownRoles) {
    public Settings {
      ownRoles = Set.copyOf(ownRoles);
    }
  }

  private final ClusterResolution resolution;
  private final Settings settings;
  private final InstantSource clock;

  public Intake(ClusterDirectory directory, Settings settings, InstantSource clock) {
    this.resolution = new ClusterResolution(directory, settings.home());
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

  private static Notice noticeIn(Unwrapped unwrapped, Caller caller, Instant now) {
    return switch (unwrapped) {
      case Unwrapped.Event event -> Shapes.read(new Arrival(event.tree(), event.envelope(), caller.invocationId(), now));
      case Unwrapped.Words words -> WordsReader.read(words, new Arrival(JsonTree.EMPTY, words.envelope(), caller.invocationId(), now));
      case Unwrapped.Broken broken -> {
        String key = EventKey.of("unreadable", caller.invocationId(), broken.batchItemId(), broken.text());
        yield new Notice.Unusable(new Signal("unreadable", key, "unreadable", broken.text(), now), Place.UNKNOWN, broken.reason(), broken.text());
      }
    };
  }

  private List<IntakeResult> judge(Notice notice, Caller caller, Instant now, String item) {
    Optional<Resolved.Refused> early = refusedEarly(notice, caller);
    if (early.isPresent()) {
      return List.of(unusable(notice, early.get(), item));
    }
    List<Resolved> resolved = resolution.resolve(notice);
    boolean several = resolved.size() > 1;
    return resolved.stream().map(one -> result(notice, one, caller, now, item, several)).toList();
  }

  /** All that can be said without a look-up. */
  private Optional<Resolved.Refused> refusedEarly(Notice notice, Caller caller) {
    if (notice instanceof Notice.Unusable unusable) {
      return refusal(unusable.reason(), unusable.text());
    }
    Optional<String> runbook = RoutingTable.forNotice(notice, caller.runbook());
    if (runbook.isPresent() && !RoutingTable.RUNBOOKS.contains(runbook.get())) {
      return refusal(IntakeReason.UNKNOWN_RUNBOOK, "no runbook '" + CleanText.name(runbook.get()) + "'; there are " + String.join(", ", RoutingTable.RUNBOOKS));
    }
    if (runbook.isPresent() && !caller.runbook().isEmpty() && !runbook.get().equals(caller.runbook())) {
      return refusal(IntakeReason.BELONGS_TO_OTHER, "belongs to " + runbook.get());
    }
    return switch (notice) {
      case Notice.Alarm alarm -> refusedAlarm(alarm.alarm());
      case Notice.Rds rds -> refusedRdsEvent(rds);
      case Notice.Backup backup when UNDER_WAY.contains(backup.state().toUpperCase(Locale.ROOT)) ->
          refusal(IntakeReason.INFORMATIONAL, "the backup job is " + backup.state());
      case Notice.RangeChange change when isOwn(change) -> refusal(IntakeReason.OWN_CHANGE, "the echo of our own change");
      default -> Optional.empty();
    };
  }

  private static Optional<Resolved.Refused> refusedAlarm(AlarmReading alarm) {
    if (alarm.change().state() == State.INSUFFICIENT_DATA) {
      return refusal(IntakeReason.INSUFFICIENT_DATA, "the alarm has too little data to judge");
    }
    return alarm.change().state() == State.OK && alarm.change().first()
        ? refusal(IntakeReason.FIRST_STATE, "the first state of a new alarm: nothing has recovered")
        : Optional.empty();
  }

  private static Optional<Resolved.Refused> refusedRdsEvent(Notice.Rds rds) {
    return RdsEventTable.named(rds.eventId())
        .filter(type -> type.runbook().isEmpty() && type.kind() == RdsEventTable.Kind.GOOD)
        .flatMap(type -> refusal(IntakeReason.INFORMATIONAL, type.id() + ": " + type.meaning()));
  }

  private static Optional<Resolved.Refused> refusal(IntakeReason reason, String text) {
    return Optional.of(Resolved.Refused.silently(reason, text));
  }

  private boolean isOwn(Notice.RangeChange change) {
    String role = change.issuer().isEmpty() ? change.actor() : change.issuer();
    String name = role.substring(role.lastIndexOf('/') + 1);
    return !role.isEmpty() && (settings.ownRoles().contains(role) || settings.ownRoles().contains(name));
  }

  private IntakeResult result(Notice notice, Resolved resolved, Caller caller, Instant now, String item, boolean several) {
    return switch (resolved) {
      case Resolved.Refused refused -> unusable(notice, worthTelling(notice) ? refused : refused.untold(), item);
      case Resolved.Found found ->
          RoutingTable.forNotice(notice, caller.runbook())
              .map(runbook -> incident(notice, found, runbook, now, several))
              .map(incident -> handled(notice, found, incident, item))
              .orElseGet(() -> unusable(notice, withoutRunbook(notice, found), item));
    };
  }

  /** RDS tells every account about every database, so good news and recoveries about others are no message to anybody. */
  private static boolean worthTelling(Notice notice) {
    return switch (notice) {
      case Notice.Alarm alarm -> alarm.alarm().change().state() == State.ALARM && !alarm.alarm().silence().holds();
      case Notice.Rds rds -> RdsEventTable.named(rds.eventId()).map(type -> type.kind() != RdsEventTable.Kind.GOOD).orElse(false);
      case Notice.Backup backup -> !backup.state().equalsIgnoreCase("COMPLETED");
      case Notice.RangeChange change -> false;
      default -> true;
    };
  }

  private static Resolved.Refused withoutRunbook(Notice notice, Resolved.Found found) {
    String cluster = found.cluster().id().value();
    Sentences words = new Sentences(notice.signal());
    if (!(notice instanceof Notice.Rds rds) || rds.eventId().isEmpty()) {
      Phrase told = words.say("RDS sent an event without an id about {}: {}", cluster, notice.signal().reason());
      return new Resolved.Refused(IntakeReason.UNKNOWN_RDS_EVENT, "an RDS event without an id", told);
    }
    return RdsEventTable.named(rds.eventId())
        .map(type -> new Resolved.Refused(
            IntakeReason.NO_RUNBOOK, type.id() + ": " + type.meaning(), words.say("{}: " + type.meaning() + " ({}). No runbook looks into it.", cluster, type.id())))
        .orElseGet(() -> new Resolved.Refused(
            IntakeReason.UNKNOWN_RDS_EVENT,
            rds.eventId() + " is not in the table of known events",
            words.say("RDS sent {} about {}, an event that we do not know: {}", rds.eventId(), cluster, rds.message())));
  }

  private IntakeResult handled(Notice notice, Resolved.Found found, Incident incident, String item) {
    List<Phrase> remarks = new ArrayList<>(found.remarks());
    if (!(notice instanceof Notice.Alarm alarm)) {
      return new IntakeResult.Opened(incident, notice, found.lookOnly() ? Consent.LOOK_ONLY : Consent.FULL, remarks, item);
    }
    AlarmReading reading = alarm.alarm();
    remarks.addAll(AlarmRemarks.of(reading, new Sentences(notice.signal())));
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

  private Incident incident(Notice notice, Resolved.Found found, String runbook, Instant now, boolean several) {
    ClusterState cluster = found.cluster();
    Place place = new Place(cluster.account(), cluster.region()).orElse(settings.home().during(notice.origin()));
    String key = cluster.id().value();
    Signal signal = several ? named(notice.signal(), key) : notice.signal();
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

  /** One event about several clusters is one signal to each of them. */
  private static Signal named(Signal signal, String cluster) {
    return new Signal(signal.shape(), EventKey.of(signal.shape(), signal.id(), cluster), signal.source(), signal.reason(), signal.at());
  }

  private static IntakeResult unusable(Notice notice, Resolved.Refused refused, String item) {
    return IntakeResult.unusable(notice.signal(), refused.reason(), refused.text(), refused.told(), item);
  }
}
