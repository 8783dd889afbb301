package io.auroraresponder.notify.slack;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import java.util.Map;
import java.util.regex.Pattern;

/** The channel that a cluster's tag names. */
final class SlackRoute {
  private static final String TAG = "aurora-responder:slack-channel";

  /** Slack's ids of public, private and shared channels; names have at most 80 small letters, digits, hyphens and underscores. */
  private static final Pattern ID = Pattern.compile("[CG][A-Z0-9]{8,20}");
  private static final Pattern NAME = Pattern.compile("[\\p{Ll}\\p{Lo}0-9_-]{1,80}");

  private SlackRoute() {}

  /** As Slack takes it: an id as it is, a name behind {@code #}; empty where the tag is missing, unread or no channel. */
  static String of(Report report) {
    if (!(report.cluster() instanceof Reading.Known<ClusterState> known)
        || !(known.value().tags() instanceof Reading.Known<Map<String, String>> tags)) {
      return "";
    }
    String named = tags.value().getOrDefault(TAG, "").strip();
    return ID.matcher(named).matches() ? named : NAME.matcher(named).matches() ? "#" + named : "";
  }
}
