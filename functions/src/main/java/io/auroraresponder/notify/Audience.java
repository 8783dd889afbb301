package io.auroraresponder.notify;

import static io.auroraresponder.notify.Audience.Form.EVENT;
import static io.auroraresponder.notify.Audience.Form.MESSAGE;
import static io.auroraresponder.notify.Audience.Form.NOTHING;
import static io.auroraresponder.notify.Audience.Form.OWN_ALARM;
import static io.auroraresponder.notify.Audience.Form.PAGE;
import static io.auroraresponder.notify.Audience.Form.REPLY;
import static io.auroraresponder.notify.Audience.Form.REPLY_TO_ALL;
import static io.auroraresponder.notify.Audience.Form.UPDATE;

import io.auroraresponder.incident.Severity;
import java.util.Map;

/**
 * Who gets what: one table, channel by occasion. docs/operations/who-gets-what.md shows it, held by a test.
 *
 * @param slackFrom the least severity that opens a message in Slack
 * @param pageFrom the least severity that pages
 * @param slackDetails what Slack is told of people and their data
 * @param pagerDetails the same for the pager
 */
public record Audience(Severity slackFrom, Severity pageFrom, Details slackDetails, Details pagerDetails) {
  /** Ours: on call is woken for what users feel now; a chat channel may hear of everything that asks for somebody. */
  public static final Audience DEFAULT = new Audience(Severity.INFO, Severity.CRITICAL, Details.NAMES, Details.NAMES);

  /** In what form an occasion reaches a channel. */
  public enum Form {
    NOTHING("–"),
    /** What is there already is brought up to date; nothing new is said. */
    UPDATE("update only"),
    MESSAGE("message"),
    /** The message is edited, and a reply in its thread says what happened. */
    REPLY("edit + reply"),
    /** The same, and the whole channel sees the reply: an edit notifies nobody. */
    REPLY_TO_ALL("edit + reply to the channel"),
    PAGE("page"),
    EVENT("event"),
    /** By CloudWatch alarm and the topic of operations, past everything that may have failed. */
    OWN_ALARM("operations topic");

    private final String spoken;

    Form(String spoken) {
      this.spoken = spoken;
    }

    public String spoken() {
      return spoken;
    }
  }

  private static final Map<Channel, Map<Occasion, Form>> TABLE =
      Map.of(
          Channel.MAIL,
          Map.of(
              Occasion.OK_LOOK, MESSAGE, Occasion.INFO, MESSAGE, Occasion.WARNING, MESSAGE, Occasion.CRITICAL, MESSAGE, Occasion.PROPOSAL,
              MESSAGE, Occasion.LEASE_EVENT, MESSAGE, Occasion.LEASE_IN_TROUBLE, MESSAGE, Occasion.SILENCE, MESSAGE, Occasion.OWN_FAILURE,
              OWN_ALARM),
          Channel.SLACK,
          Map.of(
              Occasion.OK_LOOK, UPDATE, Occasion.INFO, MESSAGE, Occasion.WARNING, MESSAGE, Occasion.CRITICAL, MESSAGE, Occasion.PROPOSAL,
              REPLY_TO_ALL, Occasion.LEASE_EVENT, REPLY, Occasion.LEASE_IN_TROUBLE, REPLY_TO_ALL, Occasion.SILENCE, MESSAGE,
              Occasion.OWN_FAILURE, UPDATE),
          Channel.PAGER,
          Map.of(
              Occasion.OK_LOOK, UPDATE, Occasion.INFO, NOTHING, Occasion.WARNING, NOTHING, Occasion.CRITICAL, PAGE, Occasion.PROPOSAL,
              NOTHING, Occasion.LEASE_EVENT, UPDATE, Occasion.LEASE_IN_TROUBLE, PAGE, Occasion.SILENCE, NOTHING, Occasion.OWN_FAILURE,
              UPDATE),
          Channel.BUS,
          Map.of(
              Occasion.OK_LOOK, EVENT, Occasion.INFO, EVENT, Occasion.WARNING, EVENT, Occasion.CRITICAL, EVENT, Occasion.PROPOSAL, EVENT,
              Occasion.LEASE_EVENT, EVENT, Occasion.LEASE_IN_TROUBLE, EVENT, Occasion.SILENCE, EVENT, Occasion.OWN_FAILURE, NOTHING));

  /** The table's word; settings move only where Slack and the pager begin. */
  public static Form form(Channel channel, Occasion occasion) {
    Map<Occasion, Form> forms = TABLE.get(channel);
    Form form = forms == null ? null : forms.get(occasion);
    if (form == null) {
      throw new IllegalStateException("the table of who gets what has no word for " + channel + " and " + occasion);
    }
    return form;
  }

  /** Whether news that belong to no incident are for Slack; that it falls silent is told whatever it is set to. */
  public boolean announcesInSlack(News news) {
    return news.kind().equals(News.SILENCED) ? form(Channel.SLACK, Occasion.SILENCE) == MESSAGE : news.severity().compareTo(slackFrom) <= 0;
  }

  /** Whether a report of this severity opens a message in Slack. */
  public boolean opensInSlack(Story story) {
    Occasion occasion = Occasion.of(story.report());
    boolean speaks = form(Channel.SLACK, occasion) == MESSAGE || form(Channel.SLACK, occasion) == REPLY_TO_ALL;
    boolean severe = story.severity().compareTo(slackFrom) <= 0;
    return (speaks && severe) || !story.events().isEmpty();
  }

  /** Whether the incident, as it is now, is one that somebody is woken for. */
  public boolean pages(Severity severity) {
    return severity.compareTo(pageFrom) <= 0;
  }
}
