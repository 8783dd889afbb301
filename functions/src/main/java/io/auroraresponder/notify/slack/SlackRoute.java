package io.auroraresponder.notify.slack;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Report;
import java.util.regex.Pattern;

/**
 * The channel that a cluster's tag names.
 *
 * @param named what the tag says; empty where there is none, or it could not be read
 * @param channel as Slack takes it: an id as it is, a name behind {@code #}; empty where the tag names none
 */
record SlackRoute(String named, String channel) {
  static final SlackRoute NONE = new SlackRoute("", "");

  private static final String TAG = "aurora-responder:slack-channel";

  /** Slack's ids of public, private and shared channels; names have at most 80 small letters, digits, hyphens and underscores. */
  private static final Pattern ID = Pattern.compile("[CG][A-Z0-9]{8,20}");
  private static final Pattern NAME = Pattern.compile("[\\p{Ll}\\p{Lo}0-9_-]{1,80}");

  static SlackRoute of(Report report) {
    return of(report.cluster().map(ClusterState::slackChannel).orElse(""));
  }

  static SlackRoute of(String named) {
    return new SlackRoute(named, ID.matcher(named).matches() ? named : NAME.matcher(named).matches() ? "#" + named : "");
  }

  boolean isChannel() {
    return !channel.isEmpty();
  }

  /**
   * What people are told of a tag that does not lead anywhere; empty where all is in order.
   *
   * @param refused Slack's word for the channel; empty where it took the message
   */
  String remark(String refused) {
    if (named.isEmpty() || (isChannel() && refused.isEmpty())) {
      return "";
    }
    String why = isChannel() ? "where Slack does not let the bot in (" + refused + ")" : "which is no channel's id and no name without #";
    return "The cluster's tag " + TAG + " names " + SlackText.of(named, 80) + ", " + why + ". Its messages come here.";
  }
}
