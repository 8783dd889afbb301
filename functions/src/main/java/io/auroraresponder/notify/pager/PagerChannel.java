package io.auroraresponder.notify.pager;

import com.google.gson.JsonObject;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.notify.Audience;
import io.auroraresponder.notify.Channel;
import io.auroraresponder.notify.NoticeChannel;
import io.auroraresponder.notify.Notification;
import io.auroraresponder.notify.Shown;
import io.auroraresponder.notify.Story;
import io.auroraresponder.notify.pager.PagerEvent.Action;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Wakes people, and lets them sleep again: triggered by a look that is severe enough, acknowledged when a person has answered, resolved
 * when the alarm is OK and a raise has helped; where no alarm spoke, by whoever answers. PagerDuty takes a second trigger for a change of
 * text, so a worse severity is triggered on purpose. A lease that needs a person is an alert of its own; what a lease costs is none.
 */
public final class PagerChannel implements NoticeChannel {
  private static final String LEASE = "/lease";

  /** Entries that a person's word made. */
  private static final Set<String> BY_A_PERSON = Set.of("ORDERED", "KEPT");

  private final PagerDuty pager;
  private final Audience audience;
  private final boolean ofLease;

  private PagerChannel(PagerDuty pager, Audience audience, boolean ofLease) {
    this.pager = pager;
    this.audience = audience;
    this.ofLease = ofLease;
  }

  /** The alert of the incident itself. */
  public static PagerChannel ofIncident(PagerDuty pager, Audience audience) {
    return new PagerChannel(pager, audience, false);
  }

  /** The alert of a lease in trouble. */
  public static PagerChannel ofLease(PagerDuty pager, Audience audience) {
    return new PagerChannel(pager, audience, true);
  }

  @Override
  public String word() {
    return Channel.PAGER.word() + (ofLease ? "-lease" : "");
  }

  @Override
  public String spoken() {
    return PagerDuty.NAME;
  }

  @Override
  public Optional<Step> next(Story story, Shown shown, Instant now) {
    String key = PagerEvent.key(story, ofLease ? LEASE : "");
    boolean ringing = shown.digest().equals(word(Action.TRIGGER)) || shown.digest().equals(word(Action.ACKNOWLEDGE));
    if (!firing(story)) {
      return ringing ? step(Action.RESOLVE, PagerEvent.of(Action.RESOLVE, key), key, story, shown, now) : Optional.empty();
    }
    if (!story.isQuiet(now) && (ringing ? isWorse(story, shown) : rings(story, shown))) {
      return step(Action.TRIGGER, PagerEvent.triggered(story, told(story), key, severity(story), summary(story), now), key, story, shown,
          now);
    }
    boolean answered = story.entries().stream().anyMatch(entry -> BY_A_PERSON.contains(entry.kind()) && entry.at().isAfter(shown.at()));
    return answered && shown.digest().equals(word(Action.TRIGGER))
        ? step(Action.ACKNOWLEDGE, PagerEvent.of(Action.ACKNOWLEDGE, key), key, story, shown, now) : Optional.empty();
  }

  /** Triggered as information, and resolved at once: on call sees it, and nobody is woken where information does not page. */
  @Override
  public void test(Instant now, Deadline deadline) {
    String key = "aurora-responder-test";
    if (!ofLease) {
      pager.send(PagerEvent.test(key, now), deadline);
      pager.send(PagerEvent.of(Action.RESOLVE, key), deadline);
    }
  }

  private boolean firing(Story story) {
    if (ofLease) {
      return story.leaseInTrouble();
    }
    return switch (story.report().state()) {
      case OPEN -> true;
      case MITIGATED -> story.lease() == Story.LeaseState.VERIFYING;
      case RESOLVED -> !story.isOver();
    };
  }

  /** A look that nobody was woken for yet; after an end, only one that was made since. */
  private boolean rings(Story story, Shown shown) {
    if (ofLease) {
      return story.seq() > shown.seq() && audience.pages(severity(story));
    }
    return story.report().state() != Report.State.MITIGATED && audience.pages(story.severity()) && story.lookedAt().isAfter(shown.look());
  }

  private boolean isWorse(Story story, Shown shown) {
    return severity(story).compareTo(shown.severity()) < 0 && audience.pages(severity(story));
  }

  private Severity severity(Story story) {
    return ofLease ? story.events().getLast().severity() : story.severity();
  }

  private Notification told(Story story) {
    return Notification.of(story.report()).shown(audience.pagerDetails());
  }

  private String summary(Story story) {
    String text = ofLease ? story.events().getLast().text().text() : told(story).headline().text();
    return text.contains(story.cluster()) ? text : story.cluster() + ": " + text;
  }

  private Optional<Step> step(Action action, JsonObject event, String key, Story story, Shown shown, Instant now) {
    return Optional.of(deadline -> sent(action, event, key, story, shown, now, deadline));
  }

  private Shown sent(Action action, JsonObject event, String key, Story story, Shown shown, Instant now, Deadline deadline) {
    pager.send(event, deadline);
    Instant first = action == Action.TRIGGER && !shown.digest().equals(word(Action.TRIGGER)) ? now : shown.at();
    Severity told = action == Action.RESOLVE ? Severity.OK : action == Action.TRIGGER ? severity(story) : shown.severity();
    return new Shown(story.lookedAt(), Instant.EPOCH, story.seq(), told, "", key, key, first, word(action), Instant.EPOCH, "", List.of());
  }

  private static String word(Action action) {
    return action.word();
  }
}
