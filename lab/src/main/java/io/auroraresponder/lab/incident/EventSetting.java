package io.auroraresponder.lab.incident;

import io.auroraresponder.intake.AccountRegion;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.intake.OwnAccount;
import io.auroraresponder.intake.ParsedEvent;
import io.auroraresponder.lab.account.DefaultWorld;
import io.auroraresponder.lab.account.World;
import io.auroraresponder.lab.account.WorldFile;
import io.auroraresponder.lab.account.YamlValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The account that an event is delivered in: its own account and region, shortly after its own time, so that an old sample is no
 * backlog.
 *
 * @param home what the responder takes for its own account and region
 */
public record EventSetting(World world, OwnAccount home) {
  /** Metrics of the minute that an alarm judged are there by then. */
  private static final Duration LATER = Duration.ofMinutes(1);

  /** Stands for the time of an event that names none. */
  private static final Instant UNDATED = Instant.EPOCH;

  private static final Caller NOBODY = Caller.any("setting");

  /** The default world around an event. */
  public static EventSetting around(String event) {
    List<ParsedEvent> notices = Intake.notices(event, NOBODY, UNDATED);
    return in(DefaultWorld.get(), notices, new AccountRegion("", ""), Optional.empty());
  }

  /**
   * A world of one's own around an event. What the file states of account, region and time stands; the rest is the event's.
   *
   * @throws io.auroraresponder.lab.account.BadFileException when the file cannot be read as a world
   */
  public static EventSetting around(String event, YamlValue file) {
    World world = WorldFile.world(file);
    List<ParsedEvent> notices = Intake.notices(event, NOBODY, UNDATED);
    AccountRegion stated =
        new AccountRegion(file.get("account").map(account -> world.account()).orElse(""),
        file.get("region").map(region -> world.region()).orElse(""));
    return in(world, notices, stated, file.get("now").map(now -> world.now()));
  }

  private static EventSetting in(World world, List<ParsedEvent> notices, AccountRegion stated, Optional<Instant> now) {
    AccountRegion usual = new AccountRegion(world.account(), world.region());
    AccountRegion place = stated.orElse(origin(notices)).orElse(usual);
    Instant at = now.or(() -> newest(notices).map(time -> time.plus(LATER))).orElse(world.now());
    boolean free = stated.equals(AccountRegion.UNKNOWN);
    OwnAccount home = free ? OwnAccount.ofTheEvent(place) : OwnAccount.fixed(place.account(), place.region());
    return new EventSetting(world.in(place.account(), place.region(), at), home);
  }

  /** When the newest of an event's signals happened by its own words; empty where none says so. */
  static Optional<Instant> newest(List<ParsedEvent> notices) {
    return notices.stream().map(notice -> notice.signal().at()).filter(UNDATED::isBefore).max(Comparator.naturalOrder());
  }

  private static AccountRegion origin(List<ParsedEvent> notices) {
    return notices.stream().map(ParsedEvent::origin).reduce(AccountRegion.UNKNOWN, AccountRegion::orElse);
  }
}
