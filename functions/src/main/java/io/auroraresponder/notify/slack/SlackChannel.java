package io.auroraresponder.notify.slack;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.notify.Audience;
import io.auroraresponder.notify.Channel;
import io.auroraresponder.notify.News;
import io.auroraresponder.notify.NoticeChannel;
import io.auroraresponder.notify.Notification;
import io.auroraresponder.notify.Shown;
import io.auroraresponder.notify.Story;
import io.auroraresponder.notify.UndeliveredException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps one message an incident: posted with the first look that is worth one, edited whenever the story goes on, with what became of
 * leases as replies. An edit notifies nobody, so a worse severity, a proposal and a lease in trouble are replies that the channel sees.
 *
 * <p>A message that is gone is posted anew, once: whoever deletes it a second time means it, and hears only of what needs a person. So is
 * one that would have to be edited back to firing after people read that it was over, or long after they saw it better; its thread says so.
 * A web hook, which cannot edit, sends a message of its own for
 * each of these occasions and leaves out mere updates.
 */
public final class SlackChannel implements NoticeChannel {
  /** Ours, as long as a shift scrolls back: an older message is not edited back to something worse. */
  static final Duration OLD = Duration.ofHours(2);

  /** Where what is to be said exceeds every form: one line that says so. */
  private static final String IN_THE_REPORT = " (the rest is in the report: Slack refused the blocks)";

  /** Marks a message that told people of relief. */
  private static final String BETTER = "better ";

  /** Marks one that told them that it was over. */
  private static final String OVER = "over ";

  private static final String NOT_OVER = "It goes on after all: a new message of this channel tells how it is.";

  /** The ledger's word for a plan that waits for a person; the call to the channel says it. */
  private static final String PROPOSED = "proposed";

  /** Done once an incident: a message that is gone is posted anew. */
  private static final String ANEW = "posted anew";

  /** The message stands in the channel that the cluster's tag named when it was posted. */
  private static final String ELSEWHERE = "in the tag's channel";

  /** A remark on the channel that a tag names; each is said once an incident. */
  private static final String UNSAID = "to be said: ";
  private static final String SAID = "said: ";

  private final SlackClient client;
  private final Audience audience;
  private final String standard;
  private final double answersUpTo;

  /** Without buttons. */
  public SlackChannel(SlackClient client, Audience audience, String standard) {
    this(client, audience, standard, 0);
  }

  /**
   * Over a workspace.
   *
   * @param standard the channel for clusters that name none
   * @param answersUpTo the highest max that an answer in Slack may lead to, ACU; 0 for no buttons
   */
  public SlackChannel(SlackClient client, Audience audience, String standard, double answersUpTo) {
    this.answersUpTo = answersUpTo;
    this.client = client;
    this.audience = audience;
    this.standard = standard;
  }

  @Override
  public String word() {
    return Channel.SLACK.word();
  }

  @Override
  public String spoken() {
    return Channel.SLACK.spoken();
  }

  @Override
  public Optional<Step> next(Story story, Shown shown, Instant now) {
    // An answer counts from the deployment's own channel alone. The tag may have changed since: a message stays where it is.
    boolean elsewhere = shown.isSent() ? shown.has(ELSEWHERE) : SlackRoute.of(story.report()).isChannel();
    boolean answerable = client.edits() && !elsewhere;
    SlackMessage message = SlackMessage.of(story, audience.slackDetails(), answerable ? answersUpTo : 0);
    if (!shown.isSent()) {
      boolean speaks = audience.opensInSlack(story) && !story.isOver() && !story.isQuiet(now);
      return speaks ? Optional.of(deadline -> posted(story, shown, message, now, deadline)) : Optional.empty();
    }
    Optional<String> remark = shown.once().stream().filter(one -> one.startsWith(UNSAID)).findFirst();
    if (remark.isPresent()) {
      return Optional.of(deadline -> remarked(remark.get().substring(UNSAID.length()), shown, deadline));
    }
    Optional<Story.Event> untold = story.events().stream().filter(event -> event.seq() > shown.seq()).findFirst();
    if (untold.isPresent()) {
      return Optional.of(deadline -> replied(story, untold.get(), shown, deadline));
    }
    boolean looked = story.lookedAt().isAfter(shown.look());
    boolean calling = looked && calls(story, shown);
    boolean held = calling && story.isQuiet(now);
    if (calling && !held) {
      return Optional.of(deadline -> called(story, shown, now, deadline));
    }
    Optional<Story.Aside> aside = story.aside().filter(one -> one.at().isAfter(shown.aside()));
    if (aside.isPresent()) {
      return Optional.of(deadline -> mentioned(story, aside.get(), shown, now, deadline));
    }
    if (!digest(story, message).equals(shown.digest())) {
      return Optional.of(deadline -> held ? unheard(shown, edited(story, shown, message, now, deadline))
          : edited(story, shown, message, now, deadline));
    }
    return looked && !held ? Optional.of(deadline -> shown.looked(story)) : Optional.empty();
  }

  @Override
  public Optional<Step> announce(News news, Shown shown, Instant now) {
    if (shown.isSent() || !audience.announcesInSlack(news)) {
      return Optional.empty();
    }
    String text = SlackText.bold(news.severity().name() + "  " + news.text().text(), SlackMessage.MAX_TEXT / 2);
    SlackMessage line = SlackMessage.line(SlackText.lines(List.of(text, Notification.of(news).following(SlackLayout::time)),
        SlackMessage.MAX_TEXT));
    return Optional.of(deadline -> {
      SlackRoute route = client.edits() ? SlackRoute.of(news.slackChannel()) : SlackRoute.NONE;
      SlackClient.Sent sent = send(route.isChannel() ? route.channel() : standard, line, deadline).sent();
      return shown.showing(sent.channel(), sent.message(), now, line.digest());
    });
  }

  @Override
  public void test(Instant now, Deadline deadline) {
    var unused = send(standard, SlackMessage.line("*TEST  Aurora Responder can be heard here*\nSent at " + SlackLayout.time(now)
        + " by `./responder notify-test`. Nothing is wrong, nothing is to be done."), deadline);
  }

  @Override
  public void check(Deadline deadline) {
    client.check(deadline);
  }

  /** A worse look than any before, or a proposal that nobody was called for yet. */
  private static boolean calls(Story story, Shown shown) {
    boolean worse = story.severity().compareTo(shown.severity()) < 0 && story.severity().compareTo(Severity.WARNING) <= 0;
    boolean proposed = story.report().decision().result().equals(PROPOSED)
        && story.report().plan().filter(plan -> !plan.hash().equals(shown.proposal())).isPresent();
    return !story.isOver() && (worse || proposed);
  }

  /** What a silence holds back is called out when it is over: until then nobody was called for that look. */
  private static Shown unheard(Shown before, Shown after) {
    return new Shown(before.look(), after.aside(), after.seq(), before.severity(), before.proposal(), after.place(), after.message(),
        after.at(), after.digest(), after.failed(), after.why(), after.once());
  }

  private Shown posted(Story story, Shown shown, SlackMessage message, Instant now, Deadline deadline) {
    SlackRoute route = client.edits() ? SlackRoute.of(story.report()) : SlackRoute.NONE;
    Routed routed = send(route.isChannel() ? route.channel() : standard, message, deadline);
    Shown before = shown.without(ELSEWHERE);
    Shown placed = route.isChannel() && routed.refused().isEmpty() ? before.did(ELSEWHERE) : before;
    Shown posted = placed.looked(story).mentioned(story).told(story.seq())
        .showing(routed.sent().channel(), routed.sent().message(), now, digest(story, message));
    String remark = route.remark(routed.refused());
    return remark.isEmpty() || shown.has(SAID + remark) ? posted : posted.did(UNSAID + remark);
  }

  /**
   * Where a message went.
   *
   * @param refused Slack's word of the channel that it should have gone to; empty where it went there
   */
  private record Routed(SlackClient.Sent sent, String refused) {}

  /** Into the channel that the cluster's tag names; where that is none for us, into the usual one. */
  private Routed send(String channel, SlackMessage message, Deadline deadline) {
    try {
      return new Routed(sendWhole(channel, message, deadline), "");
    } catch (SlackClient.GoneException gone) {
      if (channel.equals(standard)) {
        throw new UndeliveredException(spoken(), gone.code(), false, Optional.empty());
      }
      try {
        return new Routed(sendWhole(standard, message, deadline), gone.code());
      } catch (SlackClient.GoneException none) {
        throw new UndeliveredException(spoken(), none.code(), false, Optional.empty());
      }
    }
  }

  private Shown remarked(String remark, Shown shown, Deadline deadline) {
    try {
      client.reply(sent(shown), SlackMessage.line(remark), false, deadline);
    } catch (SlackClient.GoneException gone) {
      return gone(shown, shown.without(UNSAID + remark), false);
    }
    return shown.without(UNSAID + remark).did(SAID + remark);
  }

  /**
   * The message is not there any more.
   *
   * @param quiet what is remembered where nothing is posted anew
   * @param needed a person is needed for what was to be said
   */
  private static Shown gone(Shown shown, Shown quiet, boolean needed) {
    return needed || !shown.has(ANEW) ? shown.lost().did(ANEW) : quiet;
  }

  /** Blocks that Slack refuses must not keep people from hearing: then the headline goes alone. */
  private SlackClient.Sent sendWhole(String channel, SlackMessage message, Deadline deadline) {
    try {
      return client.post(channel, message, deadline);
    } catch (UndeliveredException refused) {
      if (!refused.code().equals("invalid_blocks") && !refused.code().equals("invalid_attachments")
          && !refused.code().equals("msg_too_long")) {
        throw refused;
      }
      return client.post(channel, SlackMessage.line(message.text() + IN_THE_REPORT), deadline);
    }
  }

  private Shown replied(Story story, Story.Event event, Shown shown, Deadline deadline) {
    boolean broadcast = event.needsAPerson();
    boolean followed = event.kind().equals(PROPOSED) && calls(story, shown);
    if (followed || (story.isQuiet(event.at()) && !event.isToldInSilence())) {
      return shown.told(event.seq());
    }
    try {
      client.reply(sent(shown), SlackMessage.of(event, story), broadcast, deadline);
      return shown.told(event.seq());
    } catch (SlackClient.GoneException gone) {
      return gone(shown, shown.told(event.seq()), broadcast);
    }
  }

  private Shown called(Story story, Shown shown, Instant now, Deadline deadline) {
    if (isPast(shown, now)) {
      return continued(shown, deadline);
    }
    try {
      client.reply(sent(shown), SlackMessage.calling(story, audience.slackDetails()), true, deadline);
      return shown.looked(story);
    } catch (SlackClient.GoneException gone) {
      return gone(shown, shown, true);
    }
  }

  /** What another runbook found meanwhile, once, for whoever reads the thread; what is critical the whole channel sees. */
  private Shown mentioned(Story story, Story.Aside aside, Shown shown, Instant now, Deadline deadline) {
    Severity severity = aside.report().verdict().severity();
    String lead = severity.name() + "  " + aside.report().verdict().headline().text();
    String once = SAID + UUID.nameUUIDFromBytes(lead.getBytes(StandardCharsets.UTF_8));
    boolean told = severity.compareTo(Severity.WARNING) <= 0 && !story.isQuiet(now) && client.edits() && !shown.has(once);
    if (!told) {
      return shown.mentioned(story);
    }
    try {
      client.reply(sent(shown), SlackMessage.line(SlackText.bold(lead, SlackMessage.MAX_TEXT)), severity == Severity.CRITICAL, deadline);
    } catch (SlackClient.GoneException gone) {
      return gone(shown, shown.mentioned(story), severity == Severity.CRITICAL);
    }
    return shown.mentioned(story).did(once);
  }

  private Shown edited(Story story, Shown shown, SlackMessage message, Instant now, Deadline deadline) {
    if (!isBetter(story) && isPast(shown, now)) {
      return continued(shown, deadline);
    }
    if (!client.edits()) {
      return ended(story, shown, message, deadline);
    }
    try {
      client.edit(sent(shown), message, deadline);
    } catch (SlackClient.GoneException gone) {
      // What is over is not told anew to a channel that deleted it.
      Shown quiet = shown.looked(story).showing(shown.place(), shown.message(), shown.at(), digest(story, message));
      return story.isOver() ? quiet : gone(shown, quiet, false);
    }
    return shown.looked(story).showing(shown.place(), shown.message(), shown.at(), digest(story, message));
  }

  /** A web hook says that it is over, and leaves out every other edit. */
  private Shown ended(Story story, Shown shown, SlackMessage message, Deadline deadline) {
    if (story.isOver()) {
      var unused = sendWhole(shown.place(), message, deadline);
    }
    return shown.looked(story).showing(shown.place(), shown.message(), shown.at(), digest(story, message));
  }

  /** People read that it was over, or that it was better and that long ago: they would not see it change back. */
  private boolean isPast(Shown shown, Instant now) {
    boolean better = shown.digest().startsWith(BETTER) && (shown.at().plus(OLD).isBefore(now) || !client.edits());
    return better || shown.digest().startsWith(OVER);
  }

  /** The next message is a new one; whoever reads the old one's thread learns of it. */
  private Shown continued(Shown shown, Deadline deadline) {
    if (client.edits()) {
      try {
        client.reply(sent(shown), SlackMessage.line(NOT_OVER), false, deadline);
      } catch (SlackClient.GoneException unread) {
        return shown.lost();
      }
    }
    return shown.lost();
  }

  private static boolean isBetter(Story story) {
    return story.isOver() || story.report().state() == io.auroraresponder.incident.Report.State.MITIGATED;
  }

  private static String digest(Story story, SlackMessage message) {
    return (story.isOver() ? OVER : isBetter(story) ? BETTER : "") + message.digest();
  }

  private static SlackClient.Sent sent(Shown shown) {
    return new SlackClient.Sent(shown.place(), shown.message());
  }
}
